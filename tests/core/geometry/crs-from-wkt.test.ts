import { describe, expect, it } from 'vitest';
import { crsFromWkt } from '#core/geometry/crs-from-wkt.ts';

const geographic2000 =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const geographic84 =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

function esri(
  name: string,
  base: string,
  parameters: Record<string, number>,
  method = 'Gauss_Kruger',
  unit = 1,
) {
  const list = Object.entries(parameters).map(([key, value]) => `PARAMETER["${key}",${value}]`);
  return `PROJCS["${name}",${base},PROJECTION["${method}"],${list.join(',')},UNIT["Meter",${unit}]]`;
}

const plane = (meridian: number, falseEasting: number, scale = 1) => ({
  False_Easting: falseEasting,
  False_Northing: 0,
  Central_Meridian: meridian,
  Scale_Factor: scale,
  Latitude_Of_Origin: 0,
});

describe('识别 .prj', () => {
  it.each([
    ['ESRI 3° by meridian', esri('CGCS2000_3_Degree_GK_CM_117E', geographic2000, plane(117, 500000)), 4548],
    ['ESRI 3° by zone', esri('CGCS2000_3_Degree_GK_Zone_39', geographic2000, plane(117, 39500000)), 4527],
    ['ESRI 6° by zone', esri('CGCS2000_GK_Zone_20', geographic2000, plane(117, 20500000)), 4498],
    ['ESRI 6° by meridian', esri('CGCS2000_GK_CM_117E', geographic2000, plane(117, 500000)), 4509],
    [
      'a private name, zone in the false easting',
      esri('西青区坐标', geographic2000, plane(117, 39500000)),
      4527,
    ],
    ['a private name without zone', esri('tianjin', geographic2000, plane(117, 500000)), 4548],
    ['zone 38', esri('CGCS2000_3_Degree_GK_Zone_38', geographic2000, plane(114, 38500000)), 4526],
    [
      'OGC spelling',
      'PROJCS["CGCS2000 / 3-degree Gauss-Kruger zone 39",GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4490"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",117],PARAMETER["scale_factor",1],PARAMETER["false_easting",39500000],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","4527"]]',
      4527,
    ],
    [
      'WKT 2',
      'PROJCRS["CGCS2000 / 3-degree Gauss-Kruger CM 117E",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["3-degree Gauss-Kruger CM 117E",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0],PARAMETER["Longitude of natural origin",117],PARAMETER["Scale factor at natural origin",1],PARAMETER["False easting",500000],PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["northing (X)",north],AXIS["easting (Y)",east],LENGTHUNIT["metre",1]]',
      4548,
    ],
    ['CGCS2000 lon/lat', geographic2000, 4490],
    ['WGS84 lon/lat with a BOM', `\uFEFF${geographic84}`, 4326],
    [
      'UTM 50N',
      esri('WGS_1984_UTM_Zone_50N', geographic84, plane(117, 500000, 0.9996), 'Transverse_Mercator'),
      32650,
    ],
    [
      'Web Mercator',
      `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",${geographic84},PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0],PARAMETER["Central_Meridian",0],UNIT["Meter",1]]`,
      3857,
    ],
  ])('reads %s', (_, wkt, epsg) => {
    const answer = crsFromWkt(wkt);
    expect(answer).toMatchObject({ status: 'known', crs: { epsg } });
    expect(answer.reason.zh).toContain(`EPSG:${epsg}`);
  });

  const xian80 =
    'GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
  const beijing54 =
    'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

  it.each([
    [
      'Xian_1980_3_Degree_GK_Zone_39',
      esri('Xian_1980_3_Degree_GK_Zone_39', xian80, plane(117, 39500000)),
      2363,
    ],
    [
      'Beijing_1954_3_Degree_GK_CM_117E',
      esri('Beijing_1954_3_Degree_GK_CM_117E', beijing54, plane(117, 500000)),
      2436,
    ],
    ['GCS_Xian_1980', xian80, 4610],
  ])('recognises %s and refuses it without parameters', (_, wkt, epsg) => {
    const answer = crsFromWkt(wkt);
    expect(answer).toMatchObject({ status: 'refused', crs: { epsg } });
    expect(answer.reason.zh).toContain('转换参数');
  });

  it.each([
    ['a local central meridian', esri('TJ90', geographic2000, plane(117.25, 500000))],
    ['a false northing', esri('TJ90', geographic2000, { ...plane(117, 500000), False_Northing: -4000000 })],
    ['a scale that is not 1', esri('local', geographic2000, plane(117, 500000, 1.00001))],
    [
      'feet',
      esri('CGCS2000_3_Degree_GK_CM_117E', geographic2000, plane(117, 500000), 'Gauss_Kruger', 0.3048),
    ],
    [
      'a zone that is not its meridian’s',
      esri('CGCS2000_3_Degree_GK_Zone_39', geographic2000, plane(117, 38500000)),
    ],
    ['GCJ-02', geographic84.replace('GCS_WGS_1984', 'GCJ-02')],
  ])('refuses %s', (_, wkt) => {
    expect(crsFromWkt(wkt).status).toBe('refused');
  });

  it.each([
    ['nothing', ''],
    [
      'a file cut short',
      esri('CGCS2000_3_Degree_GK_CM_117E', geographic2000, plane(117, 500000)).slice(0, 150),
    ],
    ['another text', '坐标系=2000国家大地坐标系'],
    ['another projection', esri('China_Lambert', geographic2000, plane(105, 0), 'Lambert_Conformal_Conic')],
    ['another datum', geographic84.replaceAll('WGS_1984', 'Tokyo')],
  ])('does not understand %s and asks for a choice', (_, wkt) => {
    const answer = crsFromWkt(wkt);
    expect(answer.status).toBe('unknown');
    expect(answer.reason.zh).toContain('手工选择');
  });
});
