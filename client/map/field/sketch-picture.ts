import type { Feature } from 'geojson';
import type { LonLat } from '#core/geometry/lon-lat.ts';

/** 勾绘中的图形: rings and lines as they grow. */
export interface Sketch {
  /** Open or closed; a ring of fewer than three corners is drawn as a line. */
  readonly rings: readonly (readonly LonLat[])[];
  /** Whether the rings are closed: then they are filled. */
  readonly closed: boolean;
  /** The corner that is worked on. */
  readonly active?: { readonly ring: number; readonly corner: number } | null;
  /** From the last corner to the cross, while drawing. */
  readonly rubber?: readonly [LonLat, LonLat] | null;
}

export function sketchFeatures({ rings, closed, active = null, rubber = null }: Sketch): Feature[] {
  const features: Feature[] = [];
  rings.forEach((ring, ringIndex) => {
    const corners = openRing(ring);
    const path = corners.map(([lon, lat]) => [lon, lat]);
    if (closed && path.length > 2) {
      features.push(feature('ring', { type: 'Polygon', coordinates: [[...path, path[0]!]] }));
    } else if (path.length > 1) {
      features.push(feature('line', { type: 'LineString', coordinates: path }));
    }
    corners.forEach(([lon, lat], cornerIndex) => {
      const isActive = active?.ring === ringIndex && active.corner === cornerIndex;
      const role = isActive ? 'active' : 'corner';
      features.push(feature(role, { type: 'Point', coordinates: [lon, lat] }));
    });
  });
  if (rubber) {
    const coordinates = rubber.map(([lon, lat]) => [lon, lat]);
    features.push(feature('rubber', { type: 'LineString', coordinates }));
  }
  return features;
}

function feature(role: string, geometry: Feature['geometry']): Feature {
  return { type: 'Feature', properties: { role }, geometry };
}

/** Without the repeated first corner. */
function openRing(ring: readonly LonLat[]): readonly LonLat[] {
  const [first, last] = [ring[0], ring.at(-1)];
  const repeats = ring.length > 1 && first![0] === last![0] && first![1] === last![1];
  return repeats ? ring.slice(0, -1) : ring;
}
