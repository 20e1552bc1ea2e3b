import type { Batch, BatchParcel } from '#core/contract/batches.ts';
import type { Bounds, PolygonalGeometry } from '#core/contract/shared.ts';
import { call } from '../../api/call.ts';
import { fitBounds, lightUp, showPicture } from '../../map/highlight.ts';
import type { FeatureRef } from '../../state/link.ts';
import { usePanels } from '../../state/panels.ts';
import { useSelection } from '../../state/selection.ts';

/** 批次上图: the outlines of its parcels over the land parcels that they take from. */
export function showBatch(batch: Pick<Batch, 'parcels' | 'pieces'>): void {
  showPicture({
    type: 'FeatureCollection',
    features: batch.parcels.map((parcel) => ({
      type: 'Feature',
      properties: { role: 'preview' },
      geometry: parcel.geometry as GeoJSON.MultiPolygon,
    })),
  });
  lightUp(
    [...new Set(batch.pieces.map((piece) => piece.parcel))].map((id) => ({ layer: 'land_parcels', id })),
  );
}

export function hideBatch(): void {
  showPicture(null);
  lightUp([]);
  useSelection.getState().setCurrent(null);
}

export function fitParcels(parcels: readonly Pick<BatchParcel, 'geometry'>[]): void {
  const bounds = boundsOf(parcels.map((parcel) => parcel.geometry));
  if (bounds) look(bounds);
}

/** Rings one feature and moves the map there; the panel stays. */
export async function showFeature(ref: FeatureRef): Promise<void> {
  useSelection.getState().setCurrent(ref);
  const { bounds } = await call('GET /api/layers/{layer}/features/{id}', { params: ref });
  look(bounds);
}

function look(bounds: Bounds): void {
  // On a phone a full sheet hides the map.
  const { sheet, setSheet } = usePanels.getState();
  if (sheet === 'full') setSheet('half');
  void fitBounds(bounds, { maxZoom: 17 });
}

/** [west, south, east, north] of some outlines; null without any. */
export function boundsOf(geometries: readonly PolygonalGeometry[]): Bounds | null {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries) {
    const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
    for (const [lng = Number.NaN, lat = Number.NaN] of rings.flat()) {
      box[0] = Math.min(box[0], lng);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lng);
      box[3] = Math.max(box[3], lat);
    }
  }
  return Number.isFinite(box[0]) ? box : null;
}
