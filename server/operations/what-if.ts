import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import type { ScenarioItem, WhatIf } from '#core/contract/what-if.ts';
import type { Finding } from '#core/finding.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { covers, regionPrefix, scopeOf } from '#core/rights/rights.ts';
import type { ItemCut, ScenarioCuts } from '#core/scenario/cuts.ts';
import { evaluateScenario, SLIVER } from '#core/scenario/evaluate.ts';
import { type Actor, scopeKey } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { dayOf, type Moments } from '#server/db/moments.ts';
import { type MomentQuery, resolvedMoments } from '#server/db/tables/as-of.ts';
import { type Cuts, cutGround, layersWithoutRows, overlaidLayers } from '#server/db/tables/cuts.ts';
import { landLayer } from '#server/db/tables/ground.ts';
import { layerVersions } from '#server/db/tables/layer-versions.ts';
import { namesOfRegions, regionByCode } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import type { Measurements } from '#server/operations/measurements.ts';
import { officeRules } from '#server/operations/scenario-rules.ts';
import { targetEffectsBefore } from '#server/operations/target-effects.ts';
import { checkedItems } from '#server/operations/what-if-items.ts';

/** Who asks, in which transaction, within which limits. */
export interface WhatIfContext {
  readonly db: Queryable;
  readonly actor: Actor;
  readonly vertexLimit: number;
  readonly measurements: Measurements;
}

export interface WhatIfQuestion extends MomentQuery {
  readonly region: string;
  readonly year?: number | undefined;
  readonly items: readonly ScenarioItem[];
  /** Layers to cut beside land parcels; every layer that is overlaid when absent. */
  readonly layers?: readonly LayerDefinition[];
}

/**
 * 试算: what a scenario does to the ledger, as of a moment: cut by the database in the asker's rights, accounted by `evaluateScenario`.
 * @throws Problem `region-not-found`, `too-many-vertices`
 */
export async function computeScenario(context: WhatIfContext, question: WhatIfQuestion): Promise<WhatIf> {
  const { db, actor, measurements } = context;
  const moments = await resolvedMoments(db, question);
  const past = question.asOf === undefined && question.knownAt === undefined ? null : moments;
  const region = await regionByCode(db, question.region, past);
  if (!region) throw regionNotFound(question.region);
  const about = { region: region.code, year: question.year, moments: past };
  const targets = await targetEffectsBefore(db, actor, about, measurements);
  const { cuts, regionNames } = await scenarioCuts(context, question.items, {
    region,
    moments: past,
    layers: question.layers ?? overlaidLayers,
  });
  return evaluateScenario(
    {
      items: question.items,
      cuts,
      moments,
      date: past ? dayOf(past.asOf) : dayOf(new Date().toISOString()),
      regionCode: region.code,
      targets,
      regionNames,
    },
    await officeRules(db),
  );
}

interface CutOptions {
  readonly region: { readonly code: string; readonly name: string };
  readonly moments: Moments | null;
  readonly layers: readonly LayerDefinition[];
  readonly except?: { readonly layer: LayerId; readonly id: number } | undefined;
}

/** Items as the database cut them, in the order given; names of the villages they lie in; regions of everything under them. */
export async function scenarioCuts(
  context: WhatIfContext,
  items: readonly ScenarioItem[],
  { region, moments, layers, except }: CutOptions,
): Promise<{ cuts: ScenarioCuts; regionNames: Map<string, string>; regionCodes: readonly string[] }> {
  const { db, actor, vertexLimit } = context;
  const checked = checkedItems(items, vertexLimit);
  const seen = scopeOf(actor.grants, 'land_parcels', 'see');
  const cut = await cutGround(db, {
    subjects: checked.valid,
    layers,
    moments,
    seen,
    within: region.code,
    except,
  });
  const regionNames = await namesOfRegions(db, cut.regionCodes, moments);
  const cuts: ScenarioCuts = {
    items: items.map((item) => itemCut(item, cut, checked.findings.get(item.id) ?? [], { items, region })),
    ground: cut.ground,
    permanent: cut.permanent,
    control: cut.control,
    covered: withTotals(cut.covered),
    unseen: await unseenLayers(context, cut, { region, layers, moments }),
  };
  return { cuts, regionNames, regionCodes: cut.regionCodes };
}

function itemCut(
  item: ScenarioItem,
  { subjects }: Cuts,
  checked: readonly Finding[],
  { items, region }: { readonly items: readonly ScenarioItem[]; readonly region: { readonly name: string } },
): ItemCut {
  const subject = subjects.find(({ id }) => id === item.id);
  const about = (code: string, severity: Finding['severity'], of: string, context: Finding['context']) => ({
    code,
    severity,
    subject: item.id,
    id: `${code}:${item.id}${of}`,
    context,
  });
  if (!subject || subject.invalid !== null) {
    const { lonLat, invalid } = subject ?? { lonLat: null, invalid: null };
    const place = lonLat ? { lonLat, x: lonLat[0], y: lonLat[1] } : { x: '', y: '' };
    const byDatabase: Finding[] =
      invalid === null
        ? []
        : [
            {
              ...about('geometry.ring.self-crossing', 'error', '', {
                part: 1,
                ring: 1,
                x: place.x,
                y: place.y,
              }),
              ...(lonLat ? { lonLat } : {}),
            },
          ];
    return {
      id: item.id,
      valid: false,
      areaSquareMeters: 0,
      exclusiveSquareMeters: 0,
      findings: [...checked, ...byDatabase],
    };
  }
  const outside = roundHalfUp(subject.outsideSquareMeters, 2);
  const overlaps = subject.overlaps.filter(({ areaSquareMeters }) => areaSquareMeters >= SLIVER);
  return {
    id: item.id,
    valid: true,
    areaSquareMeters: subject.areaSquareMeters,
    exclusiveSquareMeters: subject.exclusiveSquareMeters,
    findings: [
      ...checked,
      ...(outside >= SLIVER
        ? [about('scenario.item.outside', 'warning', '', { squareMeters: outside, region: region.name })]
        : []),
      ...overlaps.map(({ id, areaSquareMeters }) => {
        const other = items.find((each) => each.id === id)?.name ?? id;
        const context = { other, keeper: other, squareMeters: roundHalfUp(areaSquareMeters, 2) };
        return about('scenario.items.overlap', 'warning', `:${id}`, context);
      }),
    ],
  };
}

/** Subjects are disjoint, so what a layer covers of all of them is the sum. */
function withTotals(covered: Cuts['covered']): ScenarioCuts['covered'] {
  const totals = new Map<LayerId, number>();
  for (const { layer, area } of covered) totals.set(layer, (totals.get(layer) ?? 0) + area);
  return [...covered, ...[...totals].map(([layer, area]) => ({ layer, item: null, area }))];
}

/**
 * 看不全的图层: what the asker cannot know of the ground. Rows of a control line carry the region that drew it, which may be the district's: who sees
 * less than the whole workspace sees none of those.
 */
async function unseenLayers(
  context: WhatIfContext,
  cut: Cuts,
  { region, layers, moments }: Pick<CutOptions, 'region' | 'layers' | 'moments'>,
): Promise<LayerId[]> {
  const { db, actor } = context;
  const { region: whole } = await workspaceSetting(db);
  const widest = region.code.startsWith(regionPrefix(whole)) ? whole : region.code.slice(0, 6);
  const beyond = cut.subjects.some(({ unseenSquareMeters }) => unseenSquareMeters >= SLIVER);
  const empty = beyond ? [] : await emptyLayers(context, [...layers, landLayer], moments);
  return layers
    .map(({ id }) => id)
    .filter((id) => beyond || empty.includes(id) || !covers(scopeOf(actor.grants, id, 'see'), widest))
    .concat(beyond || empty.includes(landLayer.id) ? [landLayer.id] : []);
}

/** Remembered while none of the layers changes: a layer is empty on few days of its life, and asking it is asking every layer. */
async function emptyLayers(
  { db, actor, measurements }: WhatIfContext,
  layers: readonly LayerDefinition[],
  moments: Moments | null,
): Promise<readonly LayerId[]> {
  const versions = await layerVersions(db);
  const key = JSON.stringify([moments, layers.map(({ id }) => [id, versions.get(id), scopeKey(actor, id)])]);
  const known = remembered.get(measurements);
  if (known?.key === key) return known.empty;
  const empty = await layersWithoutRows(db, layers, moments);
  remembered.set(measurements, { key, empty });
  return empty;
}

/** The newest answer of each running product: most questions follow one of the same reader. */
const remembered = new WeakMap<Measurements, { readonly key: string; readonly empty: readonly LayerId[] }>();
