import { type Crs, crsByCode, type Datum, gaussKrugerOf, refusalOf } from '#core/geometry/crs.ts';
import { findNode, parameterOf, parseWkt, plain, type WktNode } from '#core/geometry/wkt.ts';
import type { Bilingual } from '#core/problem.ts';

/**
 * What a .prj says. `known`: can be read. `refused`: recognised, but must not be used (北京54, 西安80, GCJ-02, a local plane). `unknown`: not understood.
 */
export type CrsAnswer =
  | { readonly status: 'known'; readonly crs: Crs; readonly reason: Bilingual }
  | { readonly status: 'refused'; readonly crs?: Crs; readonly reason: Bilingual }
  | { readonly status: 'unknown'; readonly reason: Bilingual };

/**
 * 识别 .prj: the CRS of an ESRI or OGC WKT. Decided by datum and projection parameters; names only where the parameters leave a choice
 * (3° or 6° zone on one central meridian), because writers spell names in dozens of ways.
 *
 * @param text content of a .prj file, or a WKT 1 / WKT 2 string
 */
export function crsFromWkt(text: string): CrsAnswer {
  const root = parseWkt(text.replace(/^\uFEFF/, '').trim());
  if (root === null)
    return unknown('坐标系文件（.prj）不完整或不是WKT文本', 'The .prj file is cut short or is not WKT');
  const name = String(root.values[0] ?? '');
  if (/gcj-?_?\s*0?2|火星|bd-?_?\s*09/i.test(text)) {
    return {
      status: 'refused',
      reason: {
        zh: `“${name}”是加密偏移坐标，不可用于认定界线，也没有公开的准确反算。`,
        en: `“${name}” is a shifted map datum: it cannot prove a boundary and has no exact public inverse.`,
      },
    };
  }
  const projected = findNode(root, 'PROJCS', 'PROJCRS', 'PROJECTEDCRS');
  const datum = datumOf(root);
  if (projected === undefined) return geographic(name, datum);
  if (isWebMercator(projected, name)) {
    return known(crsByCode(3857), name, '投影为Web墨卡托', 'the projection is Web Mercator');
  }
  return transverseMercator(projected, name, datum);
}

function geographic(name: string, datum: Datum | null): CrsAnswer {
  const codes: Record<Datum, number> = { CGCS2000: 4490, WGS84: 4326, Xian1980: 4610, Beijing1954: 4214 };
  if (datum === null) return unknown(`没有认出大地基准：“${name}”`, `The datum of “${name}” is not known`);
  return known(crsByCode(codes[datum]), name, '经纬度坐标', 'longitude and latitude');
}

function transverseMercator(node: WktNode, name: string, datum: Datum | null): CrsAnswer {
  const method = plain(String(findNode(node, 'PROJECTION', 'METHOD')?.values[0] ?? ''));
  if (!/gausskruger|gausskrueger|transversemercator/.test(method)) {
    return unknown(`不支持的投影方式：“${name}”`, `The projection of “${name}” is not supported`);
  }
  if (datum === null) return unknown(`没有认出大地基准：“${name}”`, `The datum of “${name}” is not known`);
  const meridian = parameterOf(node, 'centralmeridian', 'longitudeofnaturalorigin', 'longitudeoforigin');
  const falseEasting = parameterOf(node, 'falseeasting') ?? 0;
  const scale = parameterOf(node, 'scalefactor', 'scalefactoratnaturalorigin') ?? 1;
  const falseNorthing = parameterOf(node, 'falsenorthing') ?? 0;
  const latitudeOfOrigin = parameterOf(node, 'latitudeoforigin', 'latitudeofnaturalorigin') ?? 0;
  const metres = linearUnit(node) === 1;
  if (meridian === undefined || !metres || falseNorthing !== 0 || latitudeOfOrigin !== 0) return local(name);

  if (datum === 'WGS84') {
    const zone = (meridian + 183) / 6;
    const utm = Number.isInteger(zone) ? crsByCode(32600 + zone) : undefined;
    if (utm && scale === 0.9996 && falseEasting === 500_000) {
      return known(utm, name, `中央经线${meridian}°的UTM投影`, `UTM on central meridian ${meridian}E`);
    }
    return local(name);
  }
  if (scale !== 1) return local(name);
  const prefix = (falseEasting - 500_000) / 1e6;
  for (const width of meridian % 6 === 3 && saysSixDegrees(name) ? ([6, 3] as const) : ([3, 6] as const)) {
    const zone = width === 3 ? meridian / 3 : (meridian + 3) / 6;
    if (!Number.isInteger(zone) || (prefix !== 0 && prefix !== zone)) continue;
    const crs = gaussKrugerOf(datum, zone, width, prefix !== 0);
    if (crs) {
      return known(
        crs,
        name,
        `中央经线${meridian}°，东偏移${falseEasting}米`,
        `central meridian ${meridian}E, false easting ${falseEasting} m`,
      );
    }
  }
  return local(name);
}

/** A GK plane on a 3° meridian may belong to either series: the coordinates are the same, only the name tells. */
function saysSixDegrees(name: string): boolean {
  const text = plain(name);
  return (
    /6degree|六度|6度/.test(text) || (/gausskruger|gk(cm|zone)/.test(text) && !/3degree|三度|3度/.test(text))
  );
}

function datumOf(node: WktNode): Datum | null {
  const words = [
    findNode(node, 'DATUM', 'GEODETICDATUM', 'TRF'),
    findNode(node, 'GEOGCS', 'GEOGCRS', 'BASEGEOGCRS', 'GEODCRS'),
  ]
    .map((part) => plain(String(part?.values[0] ?? '')))
    .join(' ');
  const ensemble = plain(String(findNode(node, 'ENSEMBLE')?.values[0] ?? ''));
  if (/cgcs2000|china2000|chinageodeticcoordinatesystem2000|chinese2000|2000国家大地/.test(words))
    return 'CGCS2000';
  if (/wgs1984|wgs84|worldgeodeticsystem1984/.test(words + ensemble)) return 'WGS84';
  if (/xian1980|xian80|西安80|1980西安/.test(words)) return 'Xian1980';
  if (/beijing1954|beijing54|newbeijing|北京54|1954北京/.test(words)) return 'Beijing1954';
  return null;
}

function isWebMercator(node: WktNode, name: string): boolean {
  const method = plain(String(findNode(node, 'PROJECTION', 'METHOD')?.values[0] ?? ''));
  return (
    /mercatorauxiliarysphere|popularvisualisationpseudomercator|mercator1sp$/.test(method) &&
    (/webmercator|pseudomercator|auxiliarysphere|googlemercator|popularvisualisation/.test(plain(name)) ||
      method === 'mercatorauxiliarysphere')
  );
}

/** Metres per unit of the plane; the unit of a projected WKT stands beside its parameters, not inside GEOGCS. */
function linearUnit(node: WktNode): number {
  const own = [...node.children].reverse().find((child) => ['UNIT', 'LENGTHUNIT'].includes(child.keyword));
  const unit = own ?? findNode(node, 'LENGTHUNIT');
  return typeof unit?.values[1] === 'number' ? unit.values[1] : 1;
}

function known(crs: Crs | undefined, name: string, zh: string, en: string): CrsAnswer {
  if (crs === undefined) return unknown(`不认识的坐标系：“${name}”`, `Unknown coordinate system “${name}”`);
  if (!crs.usable) return { status: 'refused', crs, reason: refusalOf(crs) };
  return {
    status: 'known',
    crs,
    reason: {
      zh: `.prj 写明“${name}”：${zh}，即 EPSG:${crs.epsg}`,
      en: `The .prj says “${name}”: ${en}, which is EPSG:${crs.epsg}`,
    },
  };
}

function local(name: string): CrsAnswer {
  return {
    status: 'refused',
    reason: {
      zh: `“${name}”是地方或自定义坐标系，参数不在国家3°/6°分带之内；请先转换到CGCS2000。`,
      en: `“${name}” is a local or custom plane, outside the national 3° and 6° zones; convert it to CGCS2000 first.`,
    },
  };
}

function unknown(zh: string, en: string): CrsAnswer {
  return {
    status: 'unknown',
    reason: { zh: `${zh}；请手工选择坐标系。`, en: `${en}; choose the CRS by hand.` },
  };
}
