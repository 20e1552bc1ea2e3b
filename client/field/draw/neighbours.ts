import type { MultiPolygon, Polygon } from 'geojson';
import { metersPerDegree } from '#core/field/local-plane.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { outlinesNow } from '../patch/phone-patches.ts';
import { zonesNear } from '../position/fence-watch.ts';

const boxes = new WeakMap<object, readonly [number, number, number, number]>();

/** 相邻界线: outlines on this phone within reach of a place, of patches and of downloaded ground. */
export function neighboursOf(place: LonLat, reachMeters: number, own: string): (Polygon | MultiPolygon)[] {
  const [x, y] = metersPerDegree(place[1]);
  const [rx, ry] = [reachMeters / x, reachMeters / y];
  const near = (outline: Polygon | MultiPolygon) => {
    let box = boxes.get(outline);
    if (!box) {
      box = boxOf(outline.type === 'Polygon' ? outline.coordinates.flat() : outline.coordinates.flat(2));
      boxes.set(outline, box);
    }
    return (
      box[0] - rx <= place[0] && place[0] <= box[2] + rx && box[1] - ry <= place[1] && place[1] <= box[3] + ry
    );
  };
  const patches = [...outlinesNow()].flatMap(([uid, outline]) => (uid === own ? [] : [outline]));
  return [...patches, ...zonesNear().map(({ outline }) => outline)].filter(near);
}
