import type { Feature, FeatureCollection } from 'geojson';
import type { Bounds } from '#core/contract/shared.ts';

/** Steps in seconds of arc: 经纬网 at round degrees, minutes and seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000];

/**
 * 经纬网: lines and edge labels for a view, at most about six lines across.
 *
 * @param bounds [west, south, east, north] of the view in degrees
 * @param inset how far above the south edge the longitudes are written, degrees
 * @returns lines `{kind: 'line'}` and points `{kind: 'lng' | 'lat', text}` just inside the south and west edge
 */
export function graticule([west, south, east, north]: Bounds, inset: number): FeatureCollection {
  const step = stepFor(Math.max(east - west, north - south));
  const features: Feature[] = [];
  for (const seconds of multiples(west, east, step)) {
    const lng = seconds / 3600;
    features.push(line([lng, south], [lng, north]));
    // Near the edges a longitude would be cut off or stand on a latitude.
    const margin = (east - west) * 0.05;
    if (lng > west + margin && lng < east - margin) {
      features.push(label('lng', [lng, south + inset], seconds, 'E'));
    }
  }
  for (const seconds of multiples(south, north, step)) {
    const lat = seconds / 3600;
    features.push(line([west, lat], [east, lat]), label('lat', [west, lat], seconds, 'N'));
  }
  return { type: 'FeatureCollection', features };
}

function stepFor(spanDegrees: number): number {
  const wanted = (spanDegrees * 3600) / 6;
  return STEPS.find((step) => step >= wanted) ?? 36000;
}

function multiples(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  for (let at = Math.ceil((from * 3600) / step) * step; at <= to * 3600; at += step) values.push(at);
  return values;
}

function line(from: [number, number], to: [number, number]): Feature {
  return {
    type: 'Feature',
    properties: { kind: 'line' },
    geometry: { type: 'LineString', coordinates: [from, to] },
  };
}

function label(kind: 'lng' | 'lat', at: [number, number], seconds: number, side: string): Feature {
  return {
    type: 'Feature',
    properties: { kind, text: angleText(seconds, side) },
    geometry: { type: 'Point', coordinates: at },
  };
}

/** `117°06′E`, with seconds only where they are not zero. */
export function angleText(seconds: number, side: string): string {
  const whole = Math.round(Math.abs(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [d, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${d}°${two(m)}′${s ? `${two(s)}″` : ''}${side}`;
}
