import { cgcs2000, degree, wgs84 } from '#core/geometry/ellipsoid.ts';
import {
  projectTransverseMercator,
  type TransverseMercator,
  unprojectTransverseMercator,
} from '#core/geometry/gauss-kruger.ts';
import type { EastNorth, LonLat } from '#core/geometry/lon-lat.ts';
import type { Bilingual } from '#core/problem.ts';

export type Datum = 'CGCS2000' | 'WGS84' | 'Xian1980' | 'Beijing1954';

/**
 * 坐标系: one coordinate reference system the product knows by its EPSG number. Coordinates are always handled as (lon, lat) or
 * (easting, northing), whatever axis order EPSG lists.
 */
export interface Crs {
  readonly epsg: number;
  readonly name: Bilingual;
  readonly datum: Datum;
  readonly kind: 'geographic' | 'gauss-kruger' | 'utm' | 'web-mercator';
  /** Set for planes of transverse Mercator. */
  readonly plane?: TransverseMercator;
  /** 带号 and width in degrees of a Gauss–Krüger or UTM zone. */
  readonly zone?: number;
  readonly zoneWidth?: 3 | 6;
  /** True when the easting begins with the zone number. */
  readonly prefixed?: boolean;
  /** False when the datum cannot be reached without parameters that the product does not hold (北京54, 西安80). */
  readonly usable: boolean;
}

const crsByEpsg = new Map<number, Crs>();

/** The CRS of an EPSG number, or undefined when it is not one of ours. */
export function crsByCode(epsg: number): Crs | undefined {
  return crsByEpsg.get(epsg);
}

/** Every CRS that can be chosen for an import: CGCS2000, WGS84, UTM, Web Mercator. */
export function usableCrs(): Crs[] {
  return [...crsByEpsg.values()].filter((crs) => crs.usable);
}

/** Gauss–Krüger plane on CGCS2000 by zone number; undefined outside the zones of China. */
export function gaussKrugerCrs(zone: number, zoneWidth: 3 | 6, prefixed: boolean): Crs | undefined {
  return gaussKrugerOf('CGCS2000', zone, zoneWidth, prefixed);
}

/** As `gaussKrugerCrs` for any Chinese datum; only CGCS2000 is usable. */
export function gaussKrugerOf(
  datum: Datum,
  zone: number,
  zoneWidth: 3 | 6,
  prefixed: boolean,
): Crs | undefined {
  const first = gaussKrugerCodes[datum]?.[`${zoneWidth}${prefixed ? '+' : ''}`];
  const [low, high] = zoneWidth === 3 ? [25, 45] : [13, 23];
  return first === undefined || zone < low || zone > high ? undefined : crsByEpsg.get(first + zone - low);
}

/** 转经纬度: (x = lon or easting, y = lat or northing) → EPSG:4490 lon/lat. WGS84 is taken as CGCS2000 (they differ by centimetres). @throws RangeError when the CRS is not usable */
export function toLonLat(crs: Crs, x: number, y: number): LonLat {
  if (!crs.usable) throw new RangeError(`no transformation from ${crs.name.en}`);
  if (crs.plane) return unprojectTransverseMercator(crs.plane, [x, y]);
  if (crs.kind === 'web-mercator') {
    return [x / sphereRadius / degree, (2 * Math.atan(Math.exp(y / sphereRadius))) / degree - 90];
  }
  return [x, y];
}

/** EPSG:4490 lon/lat → (lon or easting, lat or northing). @throws RangeError when the CRS is not usable */
export function fromLonLat(crs: Crs, lonLat: LonLat): EastNorth {
  if (!crs.usable) throw new RangeError(`no transformation to ${crs.name.en}`);
  if (crs.plane) return projectTransverseMercator(crs.plane, lonLat);
  const [lon, lat] = lonLat;
  if (crs.kind === 'web-mercator') {
    return [lon * degree * sphereRadius, Math.asinh(Math.tan(lat * degree)) * sphereRadius];
  }
  return [lon, lat];
}

/** Why a Crs with `usable: false` is refused, and what to do. */
export function refusalOf(crs: Crs): Bilingual {
  return {
    zh: `${crs.name.zh}与CGCS2000之间没有公开的转换参数，系统不作近似换算；请由测绘主管部门转换到CGCS2000后再导入。`,
    en: `There are no public parameters between ${crs.name.en} and CGCS2000, and nothing is converted by guess; have the surveying authority convert the file to CGCS2000 first.`,
  };
}

const sphereRadius = 6378137;

/** First EPSG number of each series of zones: '3+' is 3° with the zone before the easting, '3' without. */
const gaussKrugerCodes: Partial<Record<Datum, Record<string, number>>> = {
  CGCS2000: { '6+': 4491, '6': 4502, '3+': 4513, '3': 4534 },
  Xian1980: { '6+': 2327, '6': 2338, '3+': 2349, '3': 2370 },
  Beijing1954: { '6+': 21413, '6': 21453, '3+': 2401, '3': 2422 },
};

const datumNames: Record<Datum, Bilingual> = {
  CGCS2000: { zh: 'CGCS2000', en: 'CGCS2000' },
  WGS84: { zh: 'WGS84', en: 'WGS 84' },
  Xian1980: { zh: '西安80坐标系', en: 'Xian 1980' },
  Beijing1954: { zh: '北京54坐标系', en: 'Beijing 1954' },
};

function register(crs: Crs): void {
  crsByEpsg.set(crs.epsg, crs);
}

function registerGeographic(epsg: number, datum: Datum): void {
  const name = { zh: `${datumNames[datum].zh} 经纬度`, en: `${datumNames[datum].en} longitude/latitude` };
  register({ epsg, name, datum, kind: 'geographic', usable: datum === 'CGCS2000' || datum === 'WGS84' });
}

function registerGaussKruger(datum: Datum): void {
  for (const [series, firstCode] of Object.entries(gaussKrugerCodes[datum]!)) {
    const zoneWidth = series.startsWith('3') ? 3 : 6;
    const prefixed = series.endsWith('+');
    const [low, high] = zoneWidth === 3 ? [25, 45] : [13, 23];
    for (let zone = low; zone <= high; zone++) {
      const centralMeridian = zoneWidth === 3 ? 3 * zone : 6 * zone - 3;
      register({
        epsg: firstCode + zone - low,
        name: {
          zh: `${datumNames[datum].zh} ${zoneWidth === 3 ? '三' : '六'}度带 ${prefixed ? `第${zone}带（带号前缀）` : `中央经线${centralMeridian}°（无带号）`}`,
          en: `${datumNames[datum].en} ${zoneWidth}-degree Gauss-Kruger ${prefixed ? `zone ${zone} (prefixed easting)` : `CM ${centralMeridian}E (no prefix)`}`,
        },
        datum,
        kind: 'gauss-kruger',
        plane: {
          ellipsoid: cgcs2000,
          centralMeridian,
          falseEasting: (prefixed ? zone * 1e6 : 0) + 500_000,
          scale: 1,
        },
        zone,
        zoneWidth,
        prefixed,
        usable: datum === 'CGCS2000',
      });
    }
  }
}

function registerUtm(zone: number): void {
  register({
    epsg: 32600 + zone,
    name: { zh: `WGS84 UTM 北半球第${zone}带`, en: `WGS 84 / UTM zone ${zone}N` },
    datum: 'WGS84',
    kind: 'utm',
    plane: { ellipsoid: wgs84, centralMeridian: 6 * zone - 183, falseEasting: 500_000, scale: 0.9996 },
    zone,
    zoneWidth: 6,
    prefixed: false,
    usable: true,
  });
}

registerGeographic(4490, 'CGCS2000');
registerGeographic(4326, 'WGS84');
registerGeographic(4610, 'Xian1980');
registerGeographic(4214, 'Beijing1954');
for (const datum of ['CGCS2000', 'Xian1980', 'Beijing1954'] as const) registerGaussKruger(datum);
for (let zone = 43; zone <= 53; zone++) registerUtm(zone);
register({
  epsg: 3857,
  name: { zh: 'Web墨卡托（天地图、网络底图）', en: 'Web Mercator' },
  datum: 'WGS84',
  kind: 'web-mercator',
  usable: true,
});
