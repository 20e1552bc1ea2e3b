import type { MultiPolygon, Polygon } from 'geojson';
import { localPlane } from '#core/field/local-plane.ts';
import type { Finding } from '#core/finding.ts';
import { geodesicArea, geodesicPerimeter } from '#core/geometry/geodesic-area.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import type { SquareMeters } from '#core/geometry/units.ts';
import { checkPolygon } from '#core/geometry/validity.ts';

export interface MeasuredOutline<G extends Polygon | MultiPolygon = Polygon | MultiPolygon> {
  /** Null while there are too few corners. */
  readonly outline: G | null;
  /** On the ellipsoid; null while the outline has an error. */
  readonly areaSquareMeters: SquareMeters | null;
  readonly perimeterMeters: number | null;
  readonly findings: readonly Finding[];
}

/** 量算: what an outline comes to, and what is wrong with it. */
export function measureOutline<G extends Polygon | MultiPolygon>(
  outline: G | null,
  subject: string,
): MeasuredOutline<G> {
  const nothing = { areaSquareMeters: null, perimeterMeters: null };
  if (outline === null) return { outline, ...nothing, findings: [] };
  const findings = checkPolygon(outline, { subject, toLonLat: ([lon, lat]) => [lon!, lat!] });
  if (findings.some(({ severity }) => severity === 'error')) return { outline, ...nothing, findings };
  return {
    outline,
    areaSquareMeters: geodesicArea(outline),
    perimeterMeters: geodesicPerimeter(outline),
    findings,
  };
}

/** Of two dimensions: the 68 % radius in standard deviations of one axis, and the normal deviate of 95 %. */
const [radius68, deviate95] = [Math.sqrt(-2 * Math.log(0.32)), 1.959964];

/**
 * 面积误差: ± m² (95 %) of a ring from the accuracy of its corners, taken as independent: σ² = Σ σᵢ² |pᵢ₊₁ − pᵢ₋₁|² / 4 (the derivative of the
 * coordinate formula of the area). A shift common to all corners moves the outline and leaves its area.
 */
export function areaUncertainty(
  corners: readonly { readonly lonLat: LonLat; readonly accuracyMeters: number }[],
): number {
  const first = corners[0];
  if (first === undefined || corners.length < 3) return 0;
  const plane = localPlane(first.lonLat);
  const places = corners.map(({ lonLat }) => plane.toMeters(lonLat));
  const variance = corners.reduce((sum, { accuracyMeters }, i) => {
    const before = places.at(i - 1)!;
    const after = places[(i + 1) % places.length]!;
    const sigma = accuracyMeters / radius68;
    return sum + (sigma * sigma * ((after[0] - before[0]) ** 2 + (after[1] - before[1]) ** 2)) / 4;
  }, 0);
  return deviate95 * Math.sqrt(variance);
}
