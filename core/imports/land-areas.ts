import type { MultiPolygon } from 'geojson';
import { crsByCode } from '#core/geometry/crs.ts';
import { surveyArea } from '#core/geometry/survey-area.ts';
import { roundHalfUp } from '#core/geometry/units.ts';

/** The area columns of a parcel as the file gives them; null where it does not. */
export interface LandAreas {
  readonly parcelArea: number | null;
  readonly deductionRate: number | null;
  readonly deductedArea: number | null;
  readonly classArea: number | null;
}

export interface CompletedAreas {
  readonly parcelArea: number;
  readonly deductedArea: number | null;
  readonly classArea: number;
  /** The file gave no 图斑面积: it is the survey's own routine on the geometry. */
  readonly computed: boolean;
  readonly findings: readonly { code: string; context: Record<string, number> }[];
}

/** Differences below both are the roundings of another program (domain tolerance 0.1 m²), not news. */
const noticeable = { squareMeters: 0.1, relative: 1e-4 };

/**
 * 图斑面积三项: keeps what the file says, computes what it leaves out, and checks that the three agree:
 * 扣除面积 = round2(图斑面积 × 扣除系数), 图斑地类面积 = 图斑面积 − 扣除面积.
 *
 * @param geometry lon/lat
 * @param measuredSquareMeters ellipsoidal area of the geometry
 */
export function completeAreas(
  given: LandAreas,
  geometry: MultiPolygon,
  measuredSquareMeters: number,
): CompletedAreas {
  const findings: { code: string; context: Record<string, number> }[] = [];
  const computed = given.parcelArea === null;
  const parcelArea = given.parcelArea ?? officialArea(geometry, measuredSquareMeters);
  const difference = Math.abs(parcelArea - measuredSquareMeters);
  if (difference > noticeable.squareMeters && difference > noticeable.relative * measuredSquareMeters) {
    findings.push({
      code: 'area.parcel.differs',
      context: { stated: parcelArea, measured: roundHalfUp(measuredSquareMeters, 2) },
    });
  }
  const byRate = given.deductionRate === null ? null : roundHalfUp(parcelArea * given.deductionRate, 2);
  const deductedArea = given.deductedArea ?? byRate;
  if (byRate !== null && given.deductedArea !== null && !same(given.deductedArea, byRate)) {
    findings.push({
      code: 'area.deduction.mismatch',
      context: { stated: given.deductedArea, expected: byRate },
    });
  }
  const expected = roundHalfUp(parcelArea - (deductedArea ?? 0), 2);
  if (given.classArea !== null && !same(given.classArea, expected)) {
    findings.push({ code: 'area.class.mismatch', context: { stated: given.classArea, expected } });
  }
  return { parcelArea, deductedArea, classArea: given.classArea ?? expected, computed, findings };
}

/** The survey's routine needs a 3° zone of China; data from elsewhere take the ellipsoidal area. */
function officialArea(geometry: MultiPolygon, measuredSquareMeters: number): number {
  try {
    return surveyArea(geometry, crsByCode(4490)!);
  } catch (error) {
    if (error instanceof RangeError) return roundHalfUp(measuredSquareMeters, 2);
    throw error;
  }
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.005;
}
