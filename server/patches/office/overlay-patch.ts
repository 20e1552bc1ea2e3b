import { beijingDay } from '#core/calendar/beijing-day.ts';
import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { PatchOverlay } from '#core/contract/patches.ts';
import { type OccupiedAreas, thresholdsOn } from '#core/patches/thresholds.ts';
import type { Bilingual } from '#core/problem.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';
import { momentsOf } from '#server/db/tables/as-of.ts';
import { layersWithoutRows } from '#server/db/tables/cuts.ts';
import { otherFarmland } from '#server/db/tables/patches/other-farmland.ts';
import { patchRow } from '#server/db/tables/patches/patch-list.ts';
import { newestState } from '#server/db/tables/versions.ts';
import { type MeasuredOverlay, measuredOverlay } from '#server/operations/overlay.ts';
import { officePatchRules } from '#server/operations/patch-rules.ts';
import type { WhatIfContext } from '#server/operations/what-if.ts';
import {
  type KeptPatchOverlay,
  outlineHash,
  patchOverlayOf,
} from '#server/patches/office/overlay-account.ts';
import { patchNotFound, patchOutOfCourse } from '#server/patches/office/problems.ts';

const patches = layerById('patches');
/** What a figure of the account stands on: without it the figure is not said. */
const shown: readonly LayerId[] = [
  'land_parcels',
  'permanent_farmland',
  'ecological_redlines',
  'urban_boundaries',
];

/** Said in other words: what is not seen in `notMeasured`; and regions may be younger than the ground. */
const untold = ['scenario.layer.unseen', 'scenario.item.outside'];

/**
 * 图斑套合: lays a patch over the survey before its construction (the last day of the year before; today where nobody knows when it was built, and says so), or
 * over a day that is named, as we know that day now; keeps the account.
 *
 * @throws Problem `patch-not-found`, `patch-out-of-course` of one that was withdrawn
 */
export async function overlayPatch(
  context: WhatIfContext,
  uid: string,
  { asOf }: { readonly asOf?: string | undefined },
): Promise<PatchOverlay> {
  const { db } = context;
  const row = await patchRow(db, uid);
  const state = row && (await newestState(db, patches, row.id));
  if (!row || !state) throw patchNotFound(uid);
  if (!state.inForce) {
    throw patchOutOfCourse(row.state as never, { zh: '已作废', en: 'it was withdrawn' });
  }
  const now = new Date();
  const today = beijingDay(now.getTime());
  const builtOn = (state.values.built_on as string | null | undefined) ?? null;
  const before =
    builtOn === null ? undefined : `${String(Number(builtOn.slice(0, 4)) - 1).padStart(4, '0')}-12-31`;
  const day = asOf ?? before;
  const past = day !== undefined && day < today ? { asOf: day, knownAt: now.toISOString() } : {};
  const measured = await measuredOverlay(context, {
    ...past,
    feature: { layer: 'patches', id: row.id },
    featureNow: true,
    keep: true,
  });
  const moments = await momentsOf(db, past);
  const empty = await layersWithoutRows(
    db,
    shown.map((layer) => layerById(layer)),
    moments,
  );
  const notMeasured = reasonsOf(measured, empty, 'asOf' in past ? past.asOf : today);
  const missing = new Set(notMeasured.map(({ layer }) => layer));
  const areas: OccupiedAreas = {
    permanentSquareMeters: permanentOf(measured),
    otherFarmlandSquareMeters: missing.has('land_parcels')
      ? 0
      : await otherFarmland(db, row.geometry, moments),
  };
  const { thresholds } = await officePatchRules(db);
  const judged = thresholds.filter(
    ({ measure }) =>
      !missing.has('permanent_farmland') &&
      (measure === 'permanentSquareMeters' || !missing.has('land_parcels')),
  );
  const told: KeptPatchOverlay['told'] = {
    asOf: 'asOf' in past ? past.asOf : null,
    ...figuresOf(measured, missing),
    notMeasured,
    findings: [
      ...measured.result.findings.filter(({ code }) => !untold.includes(code)),
      ...(day === undefined ? [constructionUnknown(row.number, today)] : []),
    ],
    thresholds: thresholdsOn(areas, builtOn ?? today, judged),
  };
  const kept: KeptPatchOverlay = { told, outlineSha256: outlineHash(row.geometry) };
  const id = await measured.keep({ patch: kept });
  return (await patchOverlayOf(db, id, row.geometry))!;
}

function permanentOf({ touched }: MeasuredOverlay): number {
  return touched.find(({ layer }) => layer === 'permanent_farmland')?.areaSquareMeters ?? 0;
}

/** Figures and the pieces they open down to. What is not measured is 0 here and named in `notMeasured`. */
function figuresOf(measured: MeasuredOverlay, missing: ReadonlySet<string>) {
  const { result, touched } = measured;
  const { ground } = result;
  const coveredOf = (layer: LayerId) => touched.find((each) => each.layer === layer)?.areaSquareMeters ?? 0;
  const urban = result.layers.find(({ layer }) => layer === 'urban_boundaries');
  const land = result.pieces.flatMap((piece) => {
    const one = (code: string, areaSquareMeters: number) => ({
      ...{ layer: 'land_parcels', id: piece.parcel, label: piece.label, code },
      ...{ name: nameIn(sandiao2019, code, 'zh'), areaSquareMeters },
    });
    return [
      one(piece.landClass, piece.classSquareMeters),
      ...(piece.deductedSquareMeters > 0 ? [one('1203', piece.deductedSquareMeters)] : []),
    ];
  });
  const others = [
    ...touched.filter(({ layer }) => layer === 'permanent_farmland'),
    ...result.layers.filter(({ layer }) => layer !== 'permanent_farmland'),
  ].flatMap(({ layer, features }) =>
    features.map(({ id, label, areaSquareMeters }) => ({
      layer,
      id,
      label,
      code: null,
      name: null,
      areaSquareMeters,
    })),
  );
  return {
    totalSquareMeters: result.subjectSquareMeters,
    farmlandSquareMeters: ground.farmlandLostSquareMeters,
    permanentSquareMeters: permanentOf(measured),
    agriculturalSquareMeters: ground.agriculturalSquareMeters,
    constructionSquareMeters: ground.constructionSquareMeters,
    unusedSquareMeters: ground.unusedSquareMeters,
    redlineSquareMeters: coveredOf('ecological_redlines'),
    outsideUrbanSquareMeters: missing.has('urban_boundaries')
      ? 0
      : (urban?.outsideSquareMeters ?? result.subjectSquareMeters),
    unsurveyedSquareMeters: ground.unsurveyedSquareMeters,
    pieces: [...land, ...others],
  };
}

/** 未能套合的图层 and why: an area that nobody could measure is not 0. */
function reasonsOf(
  { result, unseen }: MeasuredOverlay,
  empty: readonly LayerId[],
  day: string,
): { layer: string; reason: Bilingual }[] {
  return shown.flatMap((layer) => {
    const { title } = layerById(layer);
    if (empty.includes(layer)) {
      return [
        {
          layer,
          reason: {
            zh: `${day} 没有“${title.zh}”数据，未套合`,
            en: `There is no “${title.en}” on ${day}; it was not laid over`,
          },
        },
      ];
    }
    if (layer === 'land_parcels' && result.pieces.length === 0) {
      return [
        {
          layer,
          reason: { zh: `${day} 此处没有地类图斑，未套合`, en: `No land parcel lies here on ${day}` },
        },
      ];
    }
    if (!unseen.includes(layer)) return [];
    return [
      {
        layer,
        reason: {
          zh: `您看不到完整的“${title.zh}”，请由有权限的人员套合`,
          en: `You do not see “${title.en}” whole; ask somebody who does`,
        },
      },
    ];
  });
}

function constructionUnknown(number: string, today: string): PatchOverlay['findings'][number] {
  return {
    code: 'patch.overlay.construction-unknown',
    severity: 'warning',
    subject: number,
    id: `patch.overlay.construction-unknown:${number}`,
    context: { day: today },
    message: {
      zh: `未填建设时间，按 ${today} 的现状套合；填写建设时间后请重新套合`,
      en: `The time of construction is not given, so it was laid over the ground of ${today}; do it again once it is`,
    },
  };
}
