import type { MultiPolygon, Position } from 'geojson';
import { type Crs, fromLonLat, gaussKrugerCrs } from '#core/geometry/crs.ts';
import { threeDegreeZone } from '#core/geometry/gauss-kruger.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { roundHalfUp } from '#core/geometry/units.ts';

/** 界址点 of one ring. */
export interface CornerRing {
  /** 地块, from 1. */
  readonly part: number;
  /** 圈: 1 is the outer one, the others are holes. */
  readonly ring: number;
  readonly corners: readonly {
    /** J1, J2 …, counted on through the patch. */
    readonly name: string;
    /** Degrees to 1e-8, about a millimetre. */
    readonly lon: number;
    readonly lat: number;
    /** Metres to 0.001, easting with its 500 km, without a zone before it. */
    readonly easting: number;
    readonly northing: number;
    /** 间距 to the next corner along the ellipsoid, metres to 0.01. */
    readonly spacingMeters: number;
  }[];
}

export interface EvidencePlane {
  readonly crs: Crs;
  readonly name: string;
  readonly epsg: number;
}

/** 3° 带高斯平面 in which a place lies. @throws RangeError outside China's zones */
export function planeOf([lon]: Position): EvidencePlane {
  const zone = threeDegreeZone(lon!);
  const crs = gaussKrugerCrs(zone, 3, false);
  if (!crs) throw new RangeError(`no 3° zone at ${lon}`);
  return { crs, epsg: crs.epsg, name: `CGCS2000 3°带高斯-克吕格，中央经线 ${zone * 3}°（EPSG:${crs.epsg}）` };
}

/** 界址点成果: every corner in both notations with the distance to the next; a ring's closing point is not told twice. */
export function cornerRings(geometry: MultiPolygon): { rings: CornerRing[]; plane: EvidencePlane } {
  const plane = planeOf(geometry.coordinates[0]![0]![0]!);
  let count = 0;
  const rings = geometry.coordinates.flatMap((polygon, part) =>
    polygon.map((positions, ring): CornerRing => {
      const open = positions.slice(0, -1);
      return {
        part: part + 1,
        ring: ring + 1,
        corners: open.map((position, index) => {
          const here = lonLatOf(position);
          const [easting, northing] = fromLonLat(plane.crs, here);
          count += 1;
          return {
            name: `J${count}`,
            lon: roundHalfUp(here[0], 8),
            lat: roundHalfUp(here[1], 8),
            easting: roundHalfUp(easting, 3),
            northing: roundHalfUp(northing, 3),
            spacingMeters: roundHalfUp(geodesicDistance(here, lonLatOf(open[(index + 1) % open.length]!)), 2),
          };
        }),
      };
    }),
  );
  return { rings, plane };
}

function lonLatOf(position: Position): LonLat {
  return [position[0]!, position[1]!];
}
