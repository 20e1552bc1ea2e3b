import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { GroundTotals, ScenarioItem, TouchedLayer, WhatIf, WhatIfItem } from '#core/contract/what-if.ts';
import type { Finding } from '#core/finding.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { balanceTolerance } from '#core/overlay/accounting.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import type { Rules } from '#core/rules/rules.ts';
import {
  groundPieces,
  groundTotals,
  permanentPieces,
  reclaims,
  sumSquareMeters,
} from '#core/scenario/account.ts';
import type { ItemCut, ScenarioInput } from '#core/scenario/cuts.ts';
import { targetsAfter } from '#core/scenario/effects.ts';
import { spoken } from '#core/scenario/messages.ts';
import { authorityOf, balanceOf } from '#core/scenario/policy.ts';

/** 不得占用: layers that an item must not touch. */
export const BLOCKING: readonly LayerId[] = ['permanent_farmland', 'ecological_redlines'];

/** Below this (m²) an overlap with a control line is a line drawn twice. */
export const SLIVER = 0.1;

/**
 * 情景试算: turns what a cutter measured into the figures of a scenario. The same function runs on the server over what PostGIS cut and in the
 * browser over what the clipper cut, so that the preview is the answer but for the noise of cutting.
 *
 * Items that could not be cut say why and count nowhere; the figures of the others hold.
 */
export function evaluateScenario(input: ScenarioInput, rules?: Rules): WhatIf {
  const { items, cuts, date, regionNames } = input;
  const reclaiming = new Set(items.filter(reclaims).map(({ id }) => id));
  const isReclaimed = (item: string) => reclaiming.has(item);
  const pieces = groundPieces(cuts.ground, isReclaimed).filter(
    ({ parcelSquareMeters }) => parcelSquareMeters > 0,
  );
  const permanent = permanentPieces(cuts.permanent, isReclaimed);
  const valid = cuts.items.filter((item) => item.valid);

  const touching = (item: string | null): TouchedLayer[] => touchedLayers(input, permanent, item);
  const permanentOf = (touched: readonly TouchedLayer[]) =>
    touched.find(({ layer }) => layer === 'permanent_farmland')?.areaSquareMeters ?? 0;
  const totals = (item: ItemCut | null, own: typeof pieces, touched: readonly TouchedLayer[]) => {
    const exclusive = item
      ? item.exclusiveSquareMeters
      : valid.reduce((sum, each) => sum + each.exclusiveSquareMeters, 0);
    return groundTotals(own, {
      areaSquareMeters: roundHalfUp(exclusive, 2),
      permanentSquareMeters: permanentOf(touched),
      unsurveyedSquareMeters: unsurveyed(input, item?.id ?? null, exclusive),
      date,
      regionNames,
      isReclaimed,
    });
  };

  const results = items.map((item): WhatIfItem => {
    const cut = cuts.items.find(({ id }) => id === item.id);
    if (!cut?.valid) return notComputed(item, cut);
    const touched = touching(item.id);
    const own = totals(
      cut,
      pieces.filter((piece) => piece.item === item.id),
      touched,
    );
    return {
      id: item.id,
      computed: true,
      ...own,
      // Its own area, shared ground included: what the outline on the screen measures.
      areaSquareMeters: roundHalfUp(cut.areaSquareMeters, 2),
      floorAreaRatio:
        item.floorAreaSquareMeters === undefined
          ? null
          : roundHalfUp(item.floorAreaSquareMeters / cut.areaSquareMeters, 4),
      touched: touched.filter(({ layer, areaSquareMeters }) => !isSliver(layer, areaSquareMeters)),
      findings: onceEach([
        ...cut.findings,
        ...groundFindings(item, own, input),
        ...slivers(item.id, touched),
      ]).map(spoken),
    };
  });

  const touched = touching(null);
  const total = totals(null, pieces, touched);
  const taken = items.flatMap((item) => {
    const result = results.find(({ id, computed }) => id === item.id && computed);
    const cut = cuts.items.find(({ id }) => id === item.id);
    return result && cut
      ? [{ ...result, item, areaSquareMeters: roundHalfUp(cut.exclusiveSquareMeters, 2) }]
      : [];
  });
  return {
    moments: { ...input.moments },
    total,
    items: results,
    touched: touched.filter(({ layer, areaSquareMeters }) => !isSliver(layer, areaSquareMeters)),
    targets: targetsAfter(input, { pieces, permanent, isReclaimed }),
    balance: balanceOf(taken, date, rules),
    authority: authorityOf(taken, date, rules),
    findings: cuts.unseen.map((layer) =>
      spoken({
        code: 'scenario.layer.unseen',
        severity: 'warning',
        subject: layer,
        id: `scenario.layer.unseen:${layer}`,
        context: { layer: layerById(layer).title.zh },
      }),
    ),
    pieces,
  };
}

function touchedLayers(
  { cuts }: ScenarioInput,
  permanent: ReturnType<typeof permanentPieces>,
  item: string | null,
): TouchedLayer[] {
  const layers: TouchedLayer[] = [];
  const protectedHere = permanent.filter((piece) => item === null || piece.item === item);
  if (protectedHere.length > 0) {
    layers.push(
      touchedLayer(
        'permanent_farmland',
        sumSquareMeters(protectedHere.map(({ squareMeters }) => squareMeters)),
        protectedHere.map(({ id, label, squareMeters }) => ({ id, label, areaSquareMeters: squareMeters })),
      ),
    );
  }
  for (const { layer, item: of, area } of cuts.covered) {
    if (of !== item || layer === 'permanent_farmland' || area < 0.005) continue;
    const features = cuts.control.filter(
      (cut) => cut.layer === layer && (item === null || cut.item === item),
    );
    layers.push(
      touchedLayer(
        layer,
        roundHalfUp(area, 2),
        features.map(({ id, label, cutArea }) => ({ id, label, areaSquareMeters: roundHalfUp(cutArea, 2) })),
      ),
    );
  }
  return layers;
}

/** Parts of one feature under several items are one line. */
function touchedLayer(
  layer: LayerId,
  areaSquareMeters: number,
  parts: TouchedLayer['features'],
): TouchedLayer {
  const features = new Map<number, TouchedLayer['features'][number]>();
  for (const part of parts) {
    const before = features.get(part.id)?.areaSquareMeters ?? 0;
    features.set(part.id, { ...part, areaSquareMeters: sumSquareMeters([before, part.areaSquareMeters]) });
  }
  return {
    layer,
    title: layerById(layer).title,
    areaSquareMeters,
    blocks: BLOCKING.includes(layer) && !isSliver(layer, areaSquareMeters),
    features: [...features.values()].filter((feature) => feature.areaSquareMeters > 0),
  };
}

function isSliver(layer: LayerId, areaSquareMeters: number): boolean {
  return BLOCKING.includes(layer) ? areaSquareMeters < SLIVER : areaSquareMeters < 0.01;
}

function slivers(item: string, touched: readonly TouchedLayer[]): Finding[] {
  return touched
    .filter(
      ({ layer, areaSquareMeters }) =>
        BLOCKING.includes(layer) && areaSquareMeters > 0 && isSliver(layer, areaSquareMeters),
    )
    .map(({ layer, title, areaSquareMeters }) => ({
      code: 'scenario.control.sliver',
      severity: 'info' as const,
      subject: item,
      id: `scenario.control.sliver:${item}:${layer}`,
      context: { layer: title.zh, squareMeters: areaSquareMeters },
    }));
}

/** Ground of the exclusive outline under no land parcel; noise of cutting is none. */
function unsurveyed({ cuts }: ScenarioInput, item: string | null, exclusive: number): number {
  const covered = cuts.ground
    .filter((cut) => item === null || cut.item === item)
    .reduce((sum, cut) => sum + cut.cutArea, 0);
  const rest = exclusive - covered;
  // Edges cut from long ones differ from them by the bend of the geodesic.
  return rest > Math.max(balanceTolerance(exclusive), exclusive * 2e-5) ? roundHalfUp(rest, 2) : 0;
}

/** A cutter that knows the region's own outline has said more exactly what lies beyond it than land parcels can. */
function onceEach(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.toReversed().map((finding) => [finding.id, finding])).values()].toReversed();
}

/** Ground beyond the region of the scenario, as its land parcels say; and ground without a parcel. */
function groundFindings(
  item: ScenarioItem,
  own: GroundTotals,
  { regionCode, regionNames }: ScenarioInput,
): Finding[] {
  const prefix = regionPrefix(regionCode);
  const outside = sumSquareMeters(
    own.byVillage
      .filter(({ code }) => !code.startsWith(prefix))
      .map(({ areaSquareMeters }) => areaSquareMeters),
  );
  const finding = (code: string, context: Finding['context']): Finding => ({
    code,
    severity: 'warning',
    subject: item.id,
    id: `${code}:${item.id}`,
    context,
  });
  return [
    ...(outside > 0
      ? [
          finding('scenario.item.outside', {
            squareMeters: outside,
            region: regionNames.get(regionCode) ?? regionCode,
          }),
        ]
      : []),
    ...(own.unsurveyedSquareMeters > 0
      ? [finding('scenario.item.unsurveyed', { squareMeters: own.unsurveyedSquareMeters })]
      : []),
  ];
}

function notComputed(item: ScenarioItem, cut: ItemCut | undefined): WhatIfItem {
  return {
    id: item.id,
    computed: false,
    areaSquareMeters: 0,
    farmlandLostSquareMeters: 0,
    farmlandGainedSquareMeters: 0,
    permanentSquareMeters: 0,
    agriculturalSquareMeters: 0,
    constructionSquareMeters: 0,
    unusedSquareMeters: 0,
    unsurveyedSquareMeters: 0,
    byClass: [],
    byVillage: [],
    floorAreaRatio: null,
    touched: [],
    findings: (cut?.findings ?? []).map(spoken),
  };
}
