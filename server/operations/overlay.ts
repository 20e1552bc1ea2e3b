import { createHash } from 'node:crypto';
import type { MultiPolygon } from 'geojson';
import type { z } from 'zod';
import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import type { Bounds, PolygonalGeometry } from '#core/contract/shared.ts';
import type {
  computeOverlay,
  GroundTotals,
  ScenarioItem,
  TouchedLayer,
  WhatIfItem,
} from '#core/contract/what-if.ts';
import { invalidOutline } from '#core/edits/problems.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { findingMessage } from '#core/imports/messages.ts';
import { accountOverlay, balanceTolerance } from '#core/overlay/accounting.ts';
import { Problem } from '#core/problem.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import type { ScenarioCuts } from '#core/scenario/cuts.ts';
import { evaluateScenario } from '#core/scenario/evaluate.ts';
import { spoken } from '#core/scenario/messages.ts';
import type { Queryable } from '#server/db/database.ts';
import { dayOf, type Moments } from '#server/db/moments.ts';
import { type MomentQuery, resolvedMoments } from '#server/db/tables/as-of.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { overlaidLayers } from '#server/db/tables/cuts.ts';
import { featureById } from '#server/db/tables/features.ts';
import { landLayer } from '#server/db/tables/ground.ts';
import { layerVersions } from '#server/db/tables/layer-versions.ts';
import { accountById, insertAccount, staleLayers } from '#server/db/tables/overlay-accounts.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { featureNotFound, invalidRequest } from '#server/http/problems.ts';
import { scenarioCuts, type WhatIfContext } from '#server/operations/what-if.ts';
import { checkedItems } from '#server/operations/what-if-items.ts';

export interface OverlayQuestion extends MomentQuery {
  readonly geometry?: PolygonalGeometry | undefined;
  readonly feature?: { readonly layer: LayerId; readonly id: number } | undefined;
  /** The feature as it is now, laid over the ground of the moment asked about: it need not have been there then. */
  readonly featureNow?: boolean;
  readonly layers?: readonly LayerId[] | undefined;
  readonly keep: boolean;
}

type OverlayResult = z.infer<typeof computeOverlay.response>;

const subjectId = 'subject';

/**
 * 套合: what lies under a shape or a feature, layer by layer, as of a moment; with `keep` stored with what it was computed from.
 * @throws Problem `invalid-request`, `feature-not-found`, `invalid-geometry`, `too-many-vertices`
 */
export async function overlay(context: WhatIfContext, question: OverlayQuestion): Promise<OverlayResult> {
  const { result, keep } = await measuredOverlay(context, question);
  return { id: question.keep ? await keep() : null, ...result };
}

/** 套合而未存: what {@link overlay} answers, every layer it touches with figures to count by, and how to store it with more beside it. */
export interface MeasuredOverlay {
  readonly result: Omit<OverlayResult, 'id'>;
  readonly touched: readonly TouchedLayer[];
  /** Layers of which the asker does not see everything there. */
  readonly unseen: readonly LayerId[];
  /** @returns the id of the account */
  keep(more?: Readonly<Record<string, unknown>>): Promise<string>;
}

/** @throws Problem as {@link overlay} */
export async function measuredOverlay(
  context: WhatIfContext,
  question: OverlayQuestion,
): Promise<MeasuredOverlay> {
  const { db } = context;
  const moments = await resolvedMoments(db, question);
  const past = question.asOf === undefined && question.knownAt === undefined ? null : moments;
  const subject = await subjectOf(context, question, past);
  const layers = layersOf(question);
  const setting = await workspaceSetting(db);
  const region = (await regionByCode(db, setting.region, past)) ?? {
    code: setting.region,
    name: setting.title.zh,
  };
  const item: ScenarioItem = {
    id: subjectId,
    kind: 'conversion',
    name: subject.name,
    geometry: subject.geometry,
    landClassAfter: '',
    expropriated: false,
  };
  const { cuts, regionNames, regionCodes } = await scenarioCuts(context, [item], {
    region,
    moments: past,
    layers,
    except: question.feature,
  });
  const date = past ? dayOf(past.asOf) : dayOf(new Date().toISOString());
  const { items, pieces, findings } = evaluateScenario({
    ...{ items: [item], cuts, moments, date, regionCode: region.code, targets: [], regionNames },
  });
  const [account] = items;
  const [cut] = cuts.items;
  if (!account?.computed || !cut) {
    const [first] = account?.findings ?? [];
    throw invalidOutline(
      first?.message ?? { zh: '图形无效', en: 'The outline is invalid' },
      first?.lonLat?.join(', '),
    );
  }
  const accounts = layers.map((layer) => layerAccount(cut.areaSquareMeters, layer, cuts));
  const result = {
    moments,
    subjectSquareMeters: roundHalfUp(cut.areaSquareMeters, 2),
    ground: totalsOf(account),
    pieces,
    layers: accounts
      .map(({ findings: _findings, ...rest }) => rest)
      .filter((each) => each.features.length > 0),
    findings: [...account.findings, ...findings, ...accounts.flatMap((each) => each.findings)],
  };
  return {
    result,
    touched: account.touched,
    unseen: cuts.unseen,
    keep: (more = {}) =>
      keepAccount(db, question, {
        ...{ subject, layers, past, result: { ...result, ...more } },
        regionCode: commonRegion([...regionCodes, ...subject.regionCodes], region.code),
      }),
  };
}

interface Subject {
  readonly name: string;
  readonly geometry: MultiPolygon;
  readonly regionCodes: readonly string[];
}

async function subjectOf(
  { db, vertexLimit }: WhatIfContext,
  { geometry, feature, featureNow }: OverlayQuestion,
  past: Moments | null,
): Promise<Subject> {
  if ((geometry === undefined) === (feature === undefined)) {
    throw invalidRequest('geometry', {
      zh: '图形与要素须且只能给出一个',
      en: 'give either a geometry or a feature',
    });
  }
  if (feature) {
    const found = await featureById(db, layerById(feature.layer), feature.id, featureNow ? null : past);
    if (!found) throw featureNotFound(feature.layer, feature.id);
    const { coordinates } = found.geometry;
    return {
      name: found.label,
      geometry: { type: 'MultiPolygon', coordinates },
      regionCodes: [found.regionCode],
    };
  }
  const shape = { id: subjectId, kind: 'conversion' as const, landClassAfter: '', geometry: geometry! };
  const { valid, findings } = checkedItems([shape], vertexLimit);
  const [outline] = valid;
  if (outline) return { name: '', geometry: outline.geometry, regionCodes: [] };
  const defect = findings.get(subjectId)?.find(({ severity }) => severity === 'error');
  throw invalidOutline(
    defect ? findingMessage(defect) : { zh: '图形无效', en: 'The outline is invalid' },
    defect?.lonLat?.join(', '),
  );
}

/** Without a choice: every layer that is overlaid, but for the subject's own. */
function layersOf({ layers, feature }: OverlayQuestion): LayerDefinition[] {
  return overlaidLayers.filter(({ id }) => (layers ? layers.includes(id) : id !== feature?.layer));
}

/** 分图层的账: features of a layer that overlap each other count ground once in what is covered. */
function layerAccount(subject: number, layer: LayerDefinition, cuts: ScenarioCuts) {
  const own = [
    ...cuts.control.filter((cut) => cut.layer === layer.id),
    ...(layer.id === 'permanent_farmland' ? cuts.permanent : []),
  ].sort((a, b) => b.cutArea - a.cutArea || a.id - b.id);
  const [account] = accountOverlay(
    subject,
    [{ layer: layer.id, pieces: own.map(({ id, cutArea }) => ({ id, areaSquareMeters: cutArea })) }],
    subjectId,
  );
  const { coveredSquareMeters, outsideSquareMeters, balanced, rows } = account!;
  const union = cuts.covered.find((each) => each.layer === layer.id && each.item === subjectId)?.area ?? 0;
  const overlapping = !balanced || coveredSquareMeters - union > balanceTolerance(subject);
  const covered = overlapping ? roundHalfUp(Math.min(union, subject), 2) : coveredSquareMeters;
  return {
    layer: layer.id,
    title: layer.title,
    coveredSquareMeters: covered,
    outsideSquareMeters: overlapping ? Math.max(0, roundHalfUp(subject - covered, 2)) : outsideSquareMeters,
    balanced: !overlapping,
    features: own
      .map(({ id, label }, index) => ({ id, label, areaSquareMeters: rows[index]!.areaSquareMeters }))
      .filter(({ areaSquareMeters }) => areaSquareMeters > 0),
    findings: account!.findings.map(spoken),
  };
}

function totalsOf(item: WhatIfItem): GroundTotals {
  const {
    id: _id,
    computed: _computed,
    floorAreaRatio: _ratio,
    touched: _touched,
    findings: _findings,
    ...totals
  } = item;
  return totals;
}

interface Kept {
  readonly subject: Subject;
  readonly layers: readonly LayerDefinition[];
  readonly past: Moments | null;
  readonly regionCode: string;
  readonly result: Omit<OverlayResult, 'id'>;
}

async function keepAccount(
  tx: Queryable,
  { feature }: OverlayQuestion,
  { subject, layers, past, regionCode, result }: Kept,
): Promise<string> {
  const versions = await layerVersions(tx);
  const inputs = [landLayer, ...layers].map(({ id }) => id);
  const sha256 = createHash('sha256')
    .update(JSON.stringify([subject.geometry.coordinates, inputs, past]))
    .digest('hex');
  const id = await insertAccount(tx, {
    subjectKind: feature ? 'feature' : 'shape',
    subjectId: feature ? `${feature.layer}/${feature.id}` : sha256.slice(0, 16),
    subjectSha256: sha256,
    regionCode,
    asOf: past?.asOf ?? null,
    layerVersions: Object.fromEntries(inputs.map((layer) => [layer, versions.get(layer) ?? 0])),
    bounds: boxOf(subject.geometry.coordinates.flat(2)) as Bounds,
    result,
  });
  await recordAct(tx, {
    action: 'overlay.keep',
    subject: id,
    regionCode,
    detail: {
      ...(feature ? { layer: feature.layer, feature: feature.id } : {}),
      subjectSquareMeters: result.subjectSquareMeters,
    },
  });
  return id;
}

/** The smallest region that holds them all; `otherwise` when there are none. */
export function commonRegion(codes: readonly string[], otherwise: string): string {
  const [first, ...rest] = codes.map((code) => regionPrefix(code));
  if (first === undefined) return otherwise;
  const prefix = [12, 9, 6]
    .map((length) => first.slice(0, length))
    .find((each) => rest.every((code) => code.startsWith(each)));
  return (prefix ?? otherwise).padEnd(12, '0');
}

/** 已存套合账, with the layers that changed under it since. @throws Problem `account-not-found` */
export async function keptAccount(db: Queryable, id: string) {
  const account = await accountById(db, id);
  if (!account) throw accountNotFound(id);
  const { asOf: _asOf, layerVersions: _inputs, ...shown } = account;
  return { ...shown, staleLayers: await staleLayers(db, account, await layerVersions(db)) };
}

function accountNotFound(id: string): Problem {
  return new Problem({
    type: 'account-not-found',
    status: 404,
    title: { zh: '没有这份套合账', en: 'No such account' },
    detail: {
      zh: '该套合账不存在，或您看不到它的全部范围。',
      en: 'There is no such account, or you do not see all of its ground.',
    },
    next: { zh: '请重新计算。', en: 'Compute it again.' },
    place: { value: id },
  });
}
