import type { Cause as MovedBy } from '#core/contract/versions.ts';
import type { Finding } from '#core/finding.ts';
import { findingMessage } from '#core/imports/messages.ts';
import { call } from '../../api/call.ts';
import { dataChanged } from '../../api/data-changed.ts';
import { ApiProblem } from '../../api/problem.ts';
import { queryClient } from '../../api/query-client.ts';
import { t } from '../../app/i18n.ts';
import { useLayers } from '../../state/layers.ts';
import { notify } from '../../state/notice.ts';
import { usePanels } from '../../state/panels.ts';
import { useSelection } from '../../state/selection.ts';
import { movedNeighbours, type Neighbour, useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { today } from '../../ui/today.ts';
import { geometryOf, shapeChanged } from './draft-shape.ts';
import { type Cause, type Draft, endDraft, readDraft, useDraft, type WholeFeature } from './draft-store.ts';
import type { Properties } from './form-values.ts';

/** What one save asks of the server. */
export interface Changes {
  readonly properties: Properties;
  readonly geometry: ReturnType<typeof geometryOf> | null;
}

/** 保存: sends what was changed, on the version it was changed from. Success is what the server has answered. */
export function saveDraft(): Promise<void> {
  const { draft } = useDraft.getState();
  if (!draft) return Promise.resolve();
  const { feature } = draft;
  return send(draft, feature?.versionId ?? null, {
    properties: readDraft(draft).changed,
    geometry: shapeChanged(feature) ? geometryOf(useShape.getState().shape) : null,
  });
}

/** 合并后保存, on what is in force now; with nothing of mine left there is nothing to send. */
export function saveMerged(versionId: number, changes: Changes): Promise<void> {
  const { draft } = useDraft.getState();
  if (!draft) return Promise.resolve();
  if (Object.keys(changes.properties).length > 0 || changes.geometry) return send(draft, versionId, changes);
  const { layer, feature } = draft;
  finish({ layer, id: feature!.id }, t('edit.merge.tookTheirs'));
  return Promise.resolve();
}

async function send(draft: Draft, versionId: number | null, changes: Changes): Promise<void> {
  useDraft.setState({ saving: true, problem: null });
  try {
    const saved = await write(draft, versionId, changes);
    if (draft.feature === null) useLayers.getState().setVisible(draft.layer, true);
    queryClient.setQueryData(['feature', saved.layer, saved.id, {}], saved);
    const said = t(draft.feature ? 'edit.saved' : 'edit.added', { label: saved.label || saved.id });
    finish(saved, [said, ...warningsOf(saved)].join('；'));
  } catch (problem) {
    const conflict =
      problem instanceof ApiProblem && problem.type === 'stale-write' ? problem.body.conflict : undefined;
    // Handles on the map would cover the outlines that are compared.
    if (conflict && useTool.getState().tool === 'shape') useTool.getState().setTool('none');
    useDraft.setState({ saving: false, ...(conflict ? { conflict } : { problem }) });
  }
}

function write(draft: Draft, versionId: number | null, changes: Changes): Promise<WholeFeature> {
  const { layer, feature } = draft;
  const cause = causeOf(draft);
  if (!feature) {
    return call('POST /api/layers/{layer}/features', {
      params: { layer },
      body: {
        geometry: changes.geometry ?? geometryOf(useShape.getState().shape),
        properties: { ...changes.properties },
        ...cause,
      },
    });
  }
  if (changes.geometry) {
    const moved = movedNeighbours(useShape.getState().neighbours);
    if (moved.length > 0) return reshape(draft, feature, versionId, changes, moved);
  }
  return call('PATCH /api/layers/{layer}/features/{id}', {
    params: { layer, id: feature.id },
    body: {
      ...(Object.keys(changes.properties).length > 0 ? { properties: { ...changes.properties } } : {}),
      ...(changes.geometry ? { geometry: changes.geometry } : {}),
      ...cause,
    },
    ifMatch: versionId ?? feature.versionId,
  });
}

/** What the server found at saving: it is stored, and a person should look at it. */
function warningsOf(saved: WholeFeature & { readonly findings?: readonly Finding[] }): string[] {
  const english = document.documentElement.lang === 'en';
  return (saved.findings ?? []).slice(0, 2).map((finding) => findingMessage(finding)[english ? 'en' : 'zh']);
}

/** 联动保存: the feature and the neighbours that moved along, in one act. */
async function reshape(
  draft: Draft,
  feature: WholeFeature,
  versionId: number | null,
  { properties, geometry }: Changes,
  moved: readonly Neighbour[],
): Promise<WholeFeature> {
  const { features } = await call('POST /api/layers/{layer}/features/reshape', {
    params: { layer: draft.layer },
    body: {
      features: [
        {
          id: feature.id,
          versionId: versionId ?? feature.versionId,
          geometry: geometry!,
          ...(Object.keys(properties).length > 0 ? { properties: { ...properties } } : {}),
        },
        ...moved.map((neighbour) => ({
          id: neighbour.id,
          versionId: neighbour.versionId,
          geometry: geometryOf(neighbour.shape),
        })),
      ],
      ...causeOf(draft),
    },
  });
  return features[0]!;
}

/** The part of a body that says why. */
export function causeOf({ reason, document, trueFrom, moved }: Cause): {
  reason: string;
  cause?: MovedBy;
  document?: string;
  trueFrom?: string;
} {
  return {
    reason: reason.trim(),
    ...(moved ? { cause: moved } : {}),
    ...(document.trim() ? { document: document.trim() } : {}),
    ...(trueFrom && trueFrom !== today() ? { trueFrom } : {}),
  };
}

function finish({ layer, id }: Pick<WholeFeature, 'layer' | 'id'>, sentence: string): void {
  endDraft();
  usePanels.getState().close();
  void dataChanged();
  useSelection.getState().select({ layer, id });
  notify(sentence);
}
