import { batchMessage } from '#core/batches/messages.ts';
import { compareReported } from '#core/batches/reported.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { BatchCheck } from '#core/contract/batches.ts';
import type { WhatIf, WhatIfItem } from '#core/contract/what-if.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { balanceTolerance } from '#core/overlay/accounting.ts';
import { codeIn } from '#core/vocabulary/code-list.ts';
import { isFarmland } from '#core/vocabulary/land-use.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';

/** Two outlines that share less than this (m²) share a line drawn twice, not ground. */
export const sharedLine = 0.1;

/** What the checks of a batch look at. Areas are m², as cut by the database. */
export interface BatchFacts {
  readonly areaSquareMeters: number;
  readonly reportedText: string | null;
  readonly reportedUnit: string | null;
  readonly parcels: readonly { readonly number: string; readonly landClassAfter: string | null }[];
  /** Ground of the outline that no parcel covers, and of parcels beyond the outline. */
  readonly uncoveredSquareMeters: number;
  readonly beyondSquareMeters: number;
  readonly parcelsOverlapping: readonly SharedGround[];
  /** Parcels of batches that were there first. */
  readonly earlierBatches: readonly (SharedGround & { readonly batch: string })[];
  readonly outsideUrbanSquareMeters: number;
  /** Layers that hold nothing, or that the asker does not see whole: nothing can be checked against them. */
  readonly unseenLayers: readonly LayerId[];
  /** The approval was given before the batch came into this ledger, permanent farmland included. */
  readonly approvedElsewhere: boolean;
}

export interface SharedGround {
  readonly parcel: string;
  readonly other: string;
  readonly areaSquareMeters: number;
}

type Finding = BatchCheck['findings'][number];

/** The part of a what-if that checks read. */
export type BatchEffect = Pick<WhatIf, 'touched' | 'targets' | 'total' | 'balance'> & {
  readonly items: readonly Pick<WhatIfItem, 'id' | 'computed' | 'touched'>[];
};

/**
 * 组卷检查: every check of a batch, in the order of the contract. `block` and `not-run` stop the next step, a check that could not run most of all.
 *
 * @param effect what the parcels do to the ground, its items named by parcel number
 */
export function checkBatch(facts: BatchFacts, effect: BatchEffect): BatchCheck[] {
  return [
    permanentFarmland(facts, effect),
    untouched('ecological-redline', 'ecological_redlines', facts, effect),
    sumOfParcels(facts),
    shared('earlier-batch', facts.earlierBatches),
    shared('parcels-overlap', facts.parcelsOverlapping),
    unsurveyed(facts, effect),
    outsideUrban(facts),
    floor(facts, effect),
    balance(effect),
    classAfter(facts),
  ];
}

/** Checks that stop the next step. */
export function blockingChecks(checks: readonly BatchCheck[]): BatchCheck[] {
  return checks.filter(({ result }) => result === 'block' || result === 'not-run');
}

function permanentFarmland(facts: BatchFacts, effect: BatchEffect): BatchCheck {
  const check = untouched('permanent-farmland', 'permanent_farmland', facts, effect);
  if (check.result !== 'block' || !facts.approvedElsewhere) return check;
  const findings = check.findings.map((finding) => ({ ...finding, severity: 'warning' as const }));
  return { ...check, result: 'warning', findings };
}

function untouched(
  code: 'permanent-farmland' | 'ecological-redline',
  layer: LayerId,
  facts: BatchFacts,
  effect: BatchEffect,
): BatchCheck {
  const missing = notRun(code, [layer], facts, effect);
  if (missing) return missing;
  const touched = effect.items.flatMap((item) =>
    item.touched
      .filter((other) => other.layer === layer && other.blocks && other.areaSquareMeters > 0.01)
      .map(({ areaSquareMeters, features }) => ({ item, areaSquareMeters, features })),
  );
  return {
    code,
    result: touched.length > 0 ? 'block' : 'pass',
    findings: touched.map(({ item, areaSquareMeters, features }) =>
      finding(`batch.${code}.touched`, 'error', item.id, {
        parcel: item.id,
        squareMeters: areaSquareMeters,
        features: features.map(({ label }) => label).join('、'),
      }),
    ),
  };
}

function sumOfParcels(facts: BatchFacts): BatchCheck {
  const { areaSquareMeters, reportedText, reportedUnit } = facts;
  const tolerance = balanceTolerance(areaSquareMeters);
  const findings: Finding[] = [];
  if (facts.parcels.length === 0) findings.push(finding('batch.parcels.none', 'error', 'batch', {}));
  if (facts.uncoveredSquareMeters > tolerance || facts.beyondSquareMeters > tolerance) {
    findings.push(
      finding('batch.outline.differs', 'error', 'batch', {
        uncoveredSquareMeters: roundHalfUp(facts.uncoveredSquareMeters, 2),
        beyondSquareMeters: roundHalfUp(facts.beyondSquareMeters, 2),
      }),
    );
  }
  if (reportedText === null || reportedUnit === null) return judged('sum-of-parcels', findings);
  const compared = compareReported(areaSquareMeters, reportedText, reportedUnit);
  const context = { reported: reportedText, unit: reportedUnit };
  if (!compared) {
    findings.push(finding('batch.reported.unreadable', 'error', 'batch', context));
    return { code: 'sum-of-parcels', result: 'not-run', findings };
  }
  if (!compared.agrees) {
    findings.push(
      finding('batch.reported.differs', 'error', 'batch', { ...context, printed: compared.printed }),
    );
  }
  return judged('sum-of-parcels', findings);
}

function shared(
  code: 'earlier-batch' | 'parcels-overlap',
  places: readonly (SharedGround & { readonly batch?: string })[],
): BatchCheck {
  const findings = places
    .filter(({ areaSquareMeters }) => areaSquareMeters > sharedLine)
    .map(({ parcel, other, batch, areaSquareMeters }) =>
      finding(`batch.${code}.shared`, 'error', `${parcel}:${other}`, {
        parcel,
        other,
        ...(batch === undefined ? {} : { batch }),
        squareMeters: roundHalfUp(areaSquareMeters, 2),
      }),
    );
  return judged(code, findings);
}

function unsurveyed(facts: BatchFacts, effect: BatchEffect): BatchCheck {
  const missing = notRun('unsurveyed', ['land_parcels'], facts, effect);
  if (missing) return missing;
  const squareMeters = effect.total.unsurveyedSquareMeters;
  const open = squareMeters > Math.max(sharedLine, balanceTolerance(facts.areaSquareMeters));
  return judged(
    'unsurveyed',
    open ? [finding('batch.ground.unsurveyed', 'error', 'batch', { squareMeters })] : [],
  );
}

function outsideUrban(facts: BatchFacts): BatchCheck {
  const code = 'outside-urban-boundary';
  const missing = notRun(code, ['urban_boundaries'], facts);
  if (missing) return missing;
  const squareMeters = roundHalfUp(facts.outsideUrbanSquareMeters, 2);
  if (squareMeters <= balanceTolerance(facts.areaSquareMeters)) return judged(code, []);
  return judged(code, [finding('batch.urban-boundary.outside', 'warning', 'batch', { squareMeters })]);
}

const floorIndicators = ['farmland_retention', 'permanent_farmland'];

/** Floors of the region in the year, those of farmland first of all: which would be missed, and by how much. */
function floor(facts: BatchFacts, effect: BatchEffect): BatchCheck {
  const missing = notRun('floor', ['land_parcels'], facts, effect);
  if (missing) return missing;
  const floors = effect.targets.filter(({ indicator }) => floorIndicators.includes(indicator));
  const open = floors.filter(({ afterSquareMeters }) => afterSquareMeters === null);
  const broken = floors.filter(({ stateAfter }) => stateAfter === 'breached');
  const of = (
    code: string,
    severity: Finding['severity'],
    { target, title, regionName, year }: Floor,
    more: Finding['context'] = {},
  ) => finding(code, severity, `target ${target}`, { target: title.zh, region: regionName, year, ...more });
  const findings = [
    ...open.map((target) => of('batch.floor.not-measured', 'error', target)),
    ...broken.map((target) => {
      const shortfall = Math.abs(target.marginAfterSquareMeters ?? 0);
      return of('batch.floor.broken', 'warning', target, { squareMeters: roundHalfUp(shortfall, 2) });
    }),
    ...(floors.length === 0 ? [finding('batch.floor.none', 'warning', 'batch', {})] : []),
  ];
  return open.length > 0 ? { code: 'floor', result: 'not-run', findings } : judged('floor', findings);
}

type Floor = BatchEffect['targets'][number];

function balance({ balance: account }: BatchEffect): BatchCheck {
  const { shortfallSquareMeters: squareMeters, occupiedSquareMeters, suppliedSquareMeters } = account;
  if (squareMeters <= 0) return judged('balance', []);
  return judged('balance', [
    finding('batch.balance.shortfall', 'warning', 'batch', {
      squareMeters,
      occupiedSquareMeters,
      suppliedSquareMeters,
    }),
  ]);
}

/** 转用后地类 must be a class of the survey that is no farmland: a batch takes farmland, it makes none. */
function classAfter({ parcels }: BatchFacts): BatchCheck {
  return judged(
    'class-after',
    parcels.flatMap(({ number, landClassAfter }) => {
      const context = { parcel: number, landClass: landClassAfter ?? '' };
      if (landClassAfter === null || landClassAfter === '')
        return [finding('batch.class-after.missing', 'error', number, context)];
      const known = codeIn(sandiao2019, landClassAfter);
      return !known || known.heading || isFarmland(landClassAfter)
        ? [finding('batch.class-after.unsuitable', 'error', number, context)]
        : [];
    }),
  );
}

/** 未运行: a check without the layers it looks at, or without a cut of every parcel. */
function notRun(
  code: BatchCheck['code'],
  layers: readonly LayerId[],
  { unseenLayers }: BatchFacts,
  effect?: BatchEffect,
): BatchCheck | undefined {
  const findings = [
    ...layers
      .filter((layer) => unseenLayers.includes(layer))
      .map((layer) => finding('batch.check.layer-unseen', 'error', layer, { layer })),
    ...(effect?.items ?? [])
      .filter(({ computed }) => !computed)
      .map(({ id }) => finding('batch.check.not-cut', 'error', id, { parcel: id })),
  ];
  return findings.length > 0 ? { code, result: 'not-run', findings } : undefined;
}

function judged(code: BatchCheck['code'], findings: Finding[]): BatchCheck {
  const blocks = findings.some(({ severity }) => severity === 'error');
  const warns = findings.some(({ severity }) => severity === 'warning');
  return { code, result: blocks ? 'block' : warns ? 'warning' : 'pass', findings };
}

function finding(
  code: string,
  severity: Finding['severity'],
  subject: string,
  context: Finding['context'],
): Finding {
  return {
    ...{ code, severity, subject, id: `${code}:${subject}`, context },
    message: batchMessage({ code, context }),
  };
}
