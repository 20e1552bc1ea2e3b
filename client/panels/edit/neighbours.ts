import type { LayerId } from '#core/catalog/types.ts';
import type { Bounds } from '#core/contract/shared.ts';
import type { Outlined } from '#core/contract/topology.ts';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import { call } from '../../api/call.ts';
import { type Shape, useShape } from '../../state/shape.ts';
import { useDraft, type WholeFeature } from './draft-store.ts';

/** Layers whose features cover the ground once: what one of them gives up, its neighbour must take. */
export const COVERAGES: readonly LayerId[] = ['land_parcels'];

/** A hundredth of a millimetre around, in degrees: boxes of neighbours meet. */
const AROUND = 1e-7;

/** Features of the layer whose box meets that of the feature. */
export async function outlinesAround({ layer, id, bounds }: WholeFeature): Promise<readonly Outlined[]> {
  const [west, south, east, north] = bounds as Bounds;
  const bbox = [west - AROUND, south - AROUND, east + AROUND, north + AROUND]
    .map((value) => value.toFixed(9))
    .join(',');
  const { outlines } = await call('GET /api/outlines', { query: { bbox, layers: layer } });
  return outlines.filter((outline) => outline.id !== id);
}

/** 联动邻接: fetches the neighbours that move along with what they share. */
export async function meetNeighbours(feature: WholeFeature): Promise<void> {
  if (!COVERAGES.includes(feature.layer)) return;
  const outlines = await outlinesAround(feature);
  const { draft } = useDraft.getState();
  if (draft?.feature !== feature || useShape.getState().past.length > 0) return;
  useShape.getState().meet(
    outlines.map(({ id, versionId, label, coordinates }) => ({
      id,
      versionId,
      label: label || String(id),
      stored: coordinates,
      shape: coordinates,
    })),
  );
}

/** Those that share an edge with the outline. */
export function sharingEdge(outlines: readonly Outlined[], shape: Shape): readonly Outlined[] {
  return outlines.filter(({ coordinates }) => typeof mergeOutlines([shape, coordinates]) !== 'string');
}
