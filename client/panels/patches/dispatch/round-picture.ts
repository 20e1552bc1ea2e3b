import type { Feature, FeatureCollection } from 'geojson';
import type { Share } from './plan.ts';

/** 路线上图: a line through each share's stops and their numbers, in the colour of the crew; for people without one, in turn. */
export function workOf(shares: readonly Share[]): FeatureCollection {
  const features: Feature[] = [];
  shares.forEach(({ holder, round }, index) => {
    if (round.legs.length === 0) return;
    const colour = holder?.colour ?? index % 8;
    const stops = round.legs.map(({ lonLat }) => [...lonLat]);
    if (stops.length > 1) {
      features.push({
        type: 'Feature',
        properties: { kind: 'round', colour },
        geometry: { type: 'LineString', coordinates: stops },
      });
    }
    stops.forEach((coordinates, stop) => {
      features.push({
        type: 'Feature',
        properties: { kind: 'stop', colour, text: String(stop + 1) },
        geometry: { type: 'Point', coordinates },
      });
    });
  });
  return { type: 'FeatureCollection', features };
}
