import type { Feature, Polygon } from 'geojson';
import { bearingBetween, pointTowards } from '#core/field/bearing.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';

/** 当前位置, as the map shows it; lon/lat degrees. */
export interface PositionFix {
  readonly lonLat: LonLat;
  readonly accuracyMeters: number;
  /** Where the phone points: degrees clockwise from true north; null without a compass. */
  readonly headingDegrees: number | null;
  /** The accuracy is too poor to work with. */
  readonly poor?: boolean;
}

type OwnFeature = Feature<Polygon> | Feature;

/** Circle of accuracy, cone of heading and dot. */
export function positionFeatures(fix: PositionFix): OwnFeature[] {
  const { lonLat, accuracyMeters, headingDegrees, poor = false } = fix;
  const at = { type: 'Point' as const, coordinates: [...lonLat] };
  const features: OwnFeature[] = [
    { type: 'Feature', properties: { role: 'dot', poor }, geometry: at },
    {
      type: 'Feature',
      properties: { role: 'accuracy' },
      geometry: { type: 'Polygon', coordinates: [circle(lonLat, accuracyMeters)] },
    },
  ];
  if (headingDegrees !== null) {
    features.push({
      type: 'Feature',
      properties: { role: 'heading', degrees: headingDegrees },
      geometry: at,
    });
  }
  return features;
}

function circle(centre: LonLat, meters: number): number[][] {
  const radius = Math.min(Math.max(meters, 0.5), 20_000);
  const ring = Array.from({ length: 48 }, (_, i) => [...pointTowards(centre, 360 - i * 7.5, radius)]);
  return [...ring, ring[0]!];
}

/** 方位词 of the eight directions from north, clockwise. */
export type CompassWords = readonly [string, string, string, string, string, string, string, string];

/** How far, and which way: what stands on the line and is read out. */
export interface Walk {
  readonly meters: number;
  /** Degrees clockwise from true north; null where one stands on the target. */
  readonly bearing: number | null;
}

export function walkTo(from: LonLat, to: LonLat): Walk {
  return { meters: geodesicDistance(from, to), bearing: bearingBetween(from, to) };
}

/** `320 m · 东北 45°`. */
export function walkText({ meters, bearing }: Walk, compass: CompassWords): string {
  const far =
    meters < 1000 ? `${Math.round(meters)} m` : `${(meters / 1000).toFixed(meters < 10_000 ? 2 : 1)} km`;
  if (bearing === null) return far;
  const degrees = Math.round(bearing) % 360;
  return `${far} · ${compass[Math.round(bearing / 45) % 8]} ${degrees}°`;
}

/** The line from where one stands, the target, and the words in the middle; without a position only the target. */
export function targetFeatures(from: LonLat | null, to: LonLat, compass: CompassWords): Feature[] {
  const point = (role: string, at: LonLat, text = ''): Feature => ({
    type: 'Feature',
    properties: { role, text },
    geometry: { type: 'Point', coordinates: [...at] },
  });
  if (!from) return [point('target', to)];
  return [
    {
      type: 'Feature',
      properties: { role: 'line' },
      geometry: { type: 'LineString', coordinates: [[...from], [...to]] },
    },
    point('target', to),
    point('label', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], walkText(walkTo(from, to), compass)),
  ];
}

/** The cone that shows the heading, drawn once; its tip is the dot. */
export function headingImage(): ImageData {
  const size = 128;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const middle = size / 2;
  const shade = context.createRadialGradient(middle, middle, 10, middle, middle, middle);
  shade.addColorStop(0, 'rgba(11,87,208,0.85)');
  shade.addColorStop(1, 'rgba(11,87,208,0)');
  context.fillStyle = shade;
  context.beginPath();
  context.moveTo(middle, middle);
  context.arc(middle, middle, middle, (-Math.PI * 2) / 3, -Math.PI / 3);
  context.fill();
  return context.getImageData(0, 0, size, size);
}
