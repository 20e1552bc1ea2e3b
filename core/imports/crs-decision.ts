import type { Blocker } from '#core/contract/imports.ts';
import type { DeclaredCrs } from '#core/formats/types.ts';
import { type Crs, crsByCode, refusalOf, toLonLat, usableCrs } from '#core/geometry/crs.ts';
import { type CrsAnswer, crsFromWkt } from '#core/geometry/crs-from-wkt.ts';
import { type CrsGuess, guessCrsFromCoordinates } from '#core/geometry/guess-crs.ts';
import type { LonLatBox } from '#core/geometry/lon-lat.ts';
import {
  confirmBlocker,
  contradictedBlocker,
  outsideBlocker,
  refusedBlocker,
  swappedBlocker,
  unknownBlocker,
} from '#core/imports/crs-blockers.ts';
import type { Bilingual } from '#core/problem.ts';

/**
 * How far outside the district's box a file may lie without being asked about, in degrees (about 20 km). Enclaves and the neighbour's
 * parcels stay inside; the smallest slip of a zone moves things by 1.5° at least.
 */
export const boxTolerance = 0.2;

export interface CrsEvidence {
  readonly choice: number | null;
  readonly swapAxes: boolean;
  readonly confirmOutside: boolean;
  readonly declared: DeclaredCrs | null;
  /** Box of the raw numbers without outliers (first column min, second min, first max, second max); null without coordinates. */
  readonly box: LonLatBox | null;
  /** Where the data of this office lie. */
  readonly districtBox: LonLatBox;
  readonly file: string;
}

/** 坐标系判定: by whom, why, and what keeps it from being settled. */
export interface CrsDecision {
  /** The CRS in which the rows are shown; null when there is nothing to go by. */
  readonly crs: Crs | null;
  readonly by: 'choice' | 'declared' | 'guessed' | 'none';
  readonly reason: Bilingual;
  /** The first column is north: columns are exchanged before use. */
  readonly swapped: boolean;
  /** What a person must answer before anything is stored. */
  readonly blocker: Blocker | null;
  /** What the file declares is set aside by the person's choice. */
  readonly overridden: boolean;
}

/**
 * 判定坐标系, in this order: the person's choice, what the file declares, what the numbers say. Whatever is found must put the data into the
 * district; where it does not, the readings that would are looked for and offered, never taken.
 */
export function decideCrs(evidence: CrsEvidence): CrsDecision {
  if (evidence.choice !== null) return fromChoice(evidence, evidence.choice);
  const { declared } = evidence;
  if (declared !== null && !declared.implied) return fromDeclaration(evidence, declared);
  if (declared?.implied && evidence.box && isLonLat(evidence.box)) {
    const crs = crsByCode(4490)!;
    return placed(evidence, crs, 'guessed', {
      zh: `文件没有写坐标系，${declared.from} 规定为经纬度，按 CGCS2000`,
      en: `The file names no CRS; ${declared.from} makes it longitude and latitude, taken as CGCS2000`,
    });
  }
  return fromNumbers(evidence);
}

/** Every CRS that may be chosen, those of this district first. */
export function crsChoices(districtBox: LonLatBox): Crs[] {
  const middle = (districtBox[0] + districtBox[2]) / 2;
  const distance = ({ kind, plane, datum, zoneWidth }: Crs) =>
    kind === 'geographic'
      ? datum === 'CGCS2000'
        ? -2
        : -1
      : plane === undefined
        ? 900
        : Math.abs(plane.centralMeridian - middle) + (zoneWidth === 6 ? 0.5 : 0) + (kind === 'utm' ? 1 : 0);
  return usableCrs().sort((a, b) => distance(a) - distance(b));
}

function fromChoice(evidence: CrsEvidence, choice: number): CrsDecision {
  const crs = crsByCode(choice);
  if (crs === undefined) {
    return undecided(
      unknownBlocker(
        evidence.file,
        `EPSG:${choice} 不在本系统支持的坐标系中`,
        `EPSG:${choice} is not a CRS this product knows`,
      ),
    );
  }
  if (!crs.usable) return undecided(refusedBlocker(evidence.file, refusalOf(crs)));
  const reason = {
    zh: `按您选择的 ${crs.name.zh}（EPSG:${choice}）`,
    en: `${crs.name.en} (EPSG:${choice}), as you chose`,
  };
  const said = evidence.declared === null ? null : answerOf(evidence.declared);
  const overridden =
    evidence.declared !== null &&
    !evidence.declared.implied &&
    !(said?.status === 'known' && said.crs.epsg === choice);
  return { ...placed(evidence, crs, 'choice', reason), overridden };
}

function fromDeclaration(evidence: CrsEvidence, declared: DeclaredCrs): CrsDecision {
  const answer = answerOf(declared);
  if (answer.status === 'refused') return undecided(refusedBlocker(declared.from, answer.reason));
  if (answer.status === 'unknown') {
    return undecided(unknownBlocker(declared.from, answer.reason.zh, answer.reason.en, guessesOf(evidence)));
  }
  return placed(evidence, answer.crs, 'declared', answer.reason);
}

function answerOf(declared: DeclaredCrs): CrsAnswer {
  if (declared.epsg === undefined) return crsFromWkt(declared.text);
  const crs = crsByCode(declared.epsg);
  if (crs === undefined) {
    return {
      status: 'unknown',
      reason: {
        zh: `写明的 ${declared.text} 不在本系统支持的坐标系中`,
        en: `It says ${declared.text}, which this product does not know`,
      },
    };
  }
  if (!crs.usable) return { status: 'refused', crs, reason: refusalOf(crs) };
  return {
    status: 'known',
    crs,
    reason: {
      zh: `${declared.from} 写明 ${declared.text}：${crs.name.zh}`,
      en: `${declared.from} says ${declared.text}: ${crs.name.en}`,
    },
  };
}

function fromNumbers(evidence: CrsEvidence): CrsDecision {
  const [best, ...others] = guessesOf(evidence);
  if (best === undefined) {
    return undecided(
      unknownBlocker(
        evidence.file,
        '文件没有写明坐标系，坐标数值也不符合任何常用坐标系',
        'The file names no CRS, and its numbers fit none in use',
      ),
    );
  }
  const ambiguous = best.needsConfirmation || others.some((other) => other.inExpectedPlace && !other.swapped);
  if (best.inExpectedPlace && !best.swapped && !ambiguous) {
    return { ...placed(evidence, best.crs, 'guessed', best.reason), swapped: false };
  }
  if (best.swapped) return placed(evidence, best.crs, 'guessed', best.reason);
  return {
    crs: best.crs,
    by: 'guessed',
    reason: best.reason,
    swapped: false,
    overridden: false,
    blocker:
      best.inExpectedPlace || best.needsConfirmation
        ? confirmBlocker(evidence.file, best)
        : evidence.confirmOutside
          ? null
          : outsideBlocker(evidence, best.crs),
  };
}

/** Judges a CRS by where it puts the data. */
function placed(evidence: CrsEvidence, crs: Crs, by: CrsDecision['by'], reason: Bilingual): CrsDecision {
  const decision = { crs, by, reason, swapped: evidence.swapAxes, blocker: null, overridden: false };
  const { box } = evidence;
  if (box === null || evidence.confirmOutside) return decision;
  if (liesInside(crs, evidence.swapAxes ? turned(box) : box, evidence.districtBox)) return decision;
  if (!evidence.swapAxes && liesInside(crs, turned(box), evidence.districtBox)) {
    return { ...decision, swapped: true, blocker: swappedBlocker(evidence.file, crs) };
  }
  const other = guessesOf(evidence).find((guess) => guess.inExpectedPlace);
  const blocker = other ? contradictedBlocker(evidence.file, crs, by, other) : outsideBlocker(evidence, crs);
  return { ...decision, blocker };
}

function guessesOf({ box, districtBox }: CrsEvidence): CrsGuess[] {
  return box ? guessCrsFromCoordinates(box, widened(districtBox)) : [];
}

/** The box in which coordinates are taken without asking. */
export function widened([west, south, east, north]: LonLatBox): LonLatBox {
  return [west - boxTolerance, south - boxTolerance, east + boxTolerance, north + boxTolerance];
}

function liesInside(crs: Crs, [minX, minY, maxX, maxY]: LonLatBox, districtBox: LonLatBox): boolean {
  const [west, south, east, north] = widened(districtBox);
  return [
    [minX, minY],
    [maxX, maxY],
  ].every(([x, y]) => {
    const [lon, lat] = toLonLat(crs, x!, y!);
    return lon >= west && lon <= east && lat >= south && lat <= north;
  });
}

function turned([minX, minY, maxX, maxY]: LonLatBox): LonLatBox {
  return [minY, minX, maxY, maxX];
}

function isLonLat([minX, minY, maxX, maxY]: LonLatBox): boolean {
  return minX >= -180 && maxX <= 180 && minY >= -180 && maxY <= 180;
}

function undecided(blocker: Blocker): CrsDecision {
  return { crs: null, by: 'none', reason: blocker.detail, swapped: false, blocker, overridden: false };
}
