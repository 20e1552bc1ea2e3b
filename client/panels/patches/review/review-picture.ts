import type { Feature, FeatureCollection, MultiPolygon } from 'geojson';
import type { PatchView } from '#core/contract/patches.ts';
import { ghostsOf } from './outline-course.ts';
import { photoFeatures } from './photo-wedges.ts';

/** 审核上图: outline as it stands and as it was, ghosts of a conflict with their letters, photographs with their wedges. */
export function reviewPicture(
  patch: PatchView | undefined,
  before: MultiPolygon | null,
  photo: string | null,
  letterOf: (side: number) => string,
): FeatureCollection {
  if (!patch) return { type: 'FeatureCollection', features: [] };
  const ghosts = ghostsOf(patch);
  const features: Feature[] = [
    ...(before ? [outline('before', before)] : []),
    outline('now', patch.geometry as MultiPolygon),
    ...ghosts.flatMap(({ side, outline: ghost }) => [
      outline('ghost', ghost),
      {
        type: 'Feature' as const,
        properties: { kind: 'letter', text: letterOf(side) },
        geometry: { type: 'Point' as const, coordinates: cornerOf(ghost, side) },
      },
    ]),
    ...photoFeatures(patch.photoList, photo),
  ];
  return { type: 'FeatureCollection', features };
}

const outline = (kind: string, geometry: MultiPolygon): Feature => ({
  type: 'Feature',
  properties: { kind },
  geometry,
});

/** Letters of outlines that nearly coincide stand at different corners. */
function cornerOf({ coordinates }: MultiPolygon, side: number): number[] {
  const ring = coordinates[0]?.[0] ?? [];
  const corner = side % 2 === 0 ? 0 : Math.floor((ring.length - 1) / 2);
  return ring[corner]?.slice(0, 2) ?? [0, 0];
}
