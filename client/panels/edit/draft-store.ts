import { create } from 'zustand';
import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { Conflict, Cause as MovedBy } from '#core/contract/versions.ts';
import { call } from '../../api/call.ts';
import type { ResponseOf } from '../../api/endpoints.ts';
import { fitBounds } from '../../map/highlight.ts';
import { askBeforeLeaving, guardWork } from '../../state/leaving.ts';
import type { FeatureRef } from '../../state/link.ts';
import { usePanels } from '../../state/panels.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { today } from '../../ui/today.ts';
import { shapeChanged } from './draft-shape.ts';
import { type FormValues, formValues, inOtherUnit, type Properties, readForm } from './form-values.ts';

export type WholeFeature = ResponseOf<'GET /api/layers/{layer}/features/{id}'>;

/** 依据: why, by which document, and since when on the ground. */
export interface Cause {
  readonly reason: string;
  readonly document: string;
  /** A day; today says nothing to the server. */
  readonly trueFrom: string;
  /** 变动原因, for layers that figures are summed from; empty: a correction. */
  readonly moved?: MovedBy | '';
}

/** 草稿: what a person has changed and not yet saved. Its outline is in `useShape`. */
export interface Draft extends Cause {
  readonly layer: LayerId;
  /** What is edited; null for a new feature. */
  readonly feature: WholeFeature | null;
  readonly values: FormValues;
  /** Unit of the areas in `values`. */
  readonly unit: 'ha' | 'mu';
}

interface DraftState {
  readonly draft: Draft | null;
  /** The feature that is being fetched, to be edited. */
  readonly opening: FeatureRef | null;
  readonly saving: boolean;
  /** Why opening or saving failed; the draft stays. */
  readonly problem: unknown;
  /** Somebody saved the feature meanwhile. */
  readonly conflict: Conflict | null;
}

const nothing: DraftState = { draft: null, opening: null, saving: false, problem: null, conflict: null };

/** Kept outside the panel, so that the details of another feature, a search or a lost session lose nothing. */
export const useDraft = create<DraftState>()(() => nothing);

export function changeDraft(change: Partial<Draft>): void {
  useDraft.setState(({ draft }) => ({ draft: draft && { ...draft, ...change }, problem: null }));
}

export function setValue(name: string, text: string): void {
  useDraft.setState(({ draft }) => ({
    draft: draft && { ...draft, values: { ...draft.values, [name]: text } },
    problem: null,
  }));
}

/** 编辑: opens the panel on a feature as it is now, whatever the card showed. */
export function openEdit(ref: FeatureRef): void {
  showPanel(() => void fetchForEdit(ref));
}

export async function fetchForEdit(ref: FeatureRef): Promise<void> {
  useDraft.setState({ ...nothing, opening: ref });
  try {
    const feature = await call('GET /api/layers/{layer}/features/{id}', { params: ref });
    if (useDraft.getState().opening === ref) beginDraft(ref.layer, feature);
  } catch (problem) {
    if (useDraft.getState().opening === ref) useDraft.setState({ problem });
  }
}

/** 新增: opens the panel on nothing and gives the map to the pen. */
export function openAdd(layer: LayerId): void {
  showPanel(() => {
    beginDraft(layer, null);
    startShaping();
  });
}

/** Opens the panel once another draft, if there is one, may go. */
function showPanel(then: () => void): void {
  askBeforeLeaving(() => {
    useSelection.setState({ subject: null });
    usePanels.getState().open('edit');
    then();
  });
}

function beginDraft(layer: LayerId, feature: WholeFeature | null): void {
  const { unit } = usePreferences.getState();
  useShape.getState().begin(feature?.geometry.coordinates ?? []);
  const properties = feature?.properties ?? newFeature(layer);
  useDraft.setState({
    ...nothing,
    draft: {
      layer,
      feature,
      unit,
      values: formValues(layerById(layer), properties, unit),
      reason: '',
      document: '',
      trueFrom: today(),
    },
  });
}

/** What a new feature begins with: land is classed by the survey's own standard unless somebody says otherwise. */
function newFeature(layer: LayerId): Properties {
  const classed = layerById(layer).fields.some(({ name }) => name === 'land_class_scheme');
  return classed ? { land_class_scheme: 'sandiao', land_class_version: '2019' } : {};
}

/** 修改图形: handles on the map, moved to where they can be reached; the selection ring makes room. */
export function startShaping(): void {
  const feature = useDraft.getState().draft?.feature;
  useSelection.getState().setCurrent(null);
  useTool.getState().setTool('shape');
  if (feature) void fitBounds(feature.bounds, { maxZoom: 19 });
}

/** The draft is saved or given up. */
export function endDraft(): void {
  if (useTool.getState().tool === 'shape') useTool.getState().setTool('none');
  useShape.getState().begin([]);
  useDraft.setState(nothing);
}

/** What was typed, read: changed fields and what is wrong with the others. */
export function readDraft({ layer, feature, values, unit }: Draft): ReturnType<typeof readForm> {
  return readForm(layerById(layer), feature?.properties ?? {}, values, unit, feature?.withheld);
}

/** Whether anything would be lost. */
export function isDirty(draft: Draft): boolean {
  const { layer, feature, values, unit } = draft;
  const untouched = formValues(layerById(layer), feature?.properties ?? newFeature(layer), unit);
  return (
    Object.keys(untouched).some((name) => untouched[name] !== values[name]) ||
    draft.reason.trim() !== '' ||
    draft.document.trim() !== '' ||
    shapeChanged(feature)
  );
}

/** Values of the draft laid over the feature's own. */
export function currentProperties(draft: Draft): Properties {
  return { ...draft.feature?.properties, ...readDraft(draft).changed };
}

guardWork({
  dirty: () => {
    const { draft } = useDraft.getState();
    return draft !== null && isDirty(draft);
  },
  discard: endDraft,
});

addEventListener('beforeunload', (event) => {
  const { draft } = useDraft.getState();
  if (draft && isDirty(draft)) event.preventDefault();
});

// A new unit of the screen is a new unit of the form.
usePreferences.subscribe(({ unit }) => {
  const { draft } = useDraft.getState();
  if (!draft || draft.unit === unit) return;
  const values = inOtherUnit(layerById(draft.layer), draft.values, draft.unit, unit);
  useDraft.setState({ draft: { ...draft, values, unit } });
});
