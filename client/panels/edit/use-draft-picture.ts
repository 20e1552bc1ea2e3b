import type { Feature, FeatureCollection } from 'geojson';
import { useEffect } from 'react';
import type { Finding } from '#core/finding.ts';
import { showPicture } from '../../map/highlight.ts';
import { ringOf } from '../../map/shape/shape.ts';
import { movedNeighbours, useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { geometryOf } from './draft-shape.ts';
import type { WholeFeature } from './draft-store.ts';

/** 草稿图示: the outline as it was (dashed), as it is now (solid, unless the handles show it), faults and the chosen vertex. */
export function useDraftPicture(feature: WholeFeature | null, findings: readonly Finding[]): void {
  const shape = useShape((state) => state.shape);
  const selected = useShape((state) => state.selected);
  const neighbours = useShape((state) => state.neighbours);
  const shaping = useTool((state) => state.tool === 'shape');

  useEffect(() => {
    const changed = JSON.stringify(shape) !== JSON.stringify(feature?.geometry.coordinates ?? []);
    const features: Feature[] = [];
    if (feature && (changed || shaping)) {
      features.push(drawn('before', feature.geometry as GeoJSON.MultiPolygon));
    }
    if (changed && !shaping && shape.length > 0) features.push(drawn('after', geometryOf(shape)));
    for (const neighbour of movedNeighbours(neighbours)) {
      features.push(
        drawn('before', geometryOf(neighbour.stored)),
        drawn('after', geometryOf(neighbour.shape)),
      );
    }
    for (const { lonLat } of findings) {
      if (lonLat) features.push(drawn('warning', { type: 'Point', coordinates: [...lonLat] }));
    }
    const vertex = shaping && selected ? ringOf(shape, selected)[selected.vertex] : undefined;
    if (vertex) features.push(drawn('after', { type: 'Point', coordinates: [...vertex] }));
    const picture: FeatureCollection | null =
      features.length > 0 ? { type: 'FeatureCollection', features } : null;
    showPicture(picture);
  }, [feature, shape, selected, neighbours, shaping, findings]);
  useEffect(() => () => showPicture(null), []);
}

function drawn(role: string, geometry: GeoJSON.Geometry): Feature {
  return { type: 'Feature', properties: { role }, geometry };
}
