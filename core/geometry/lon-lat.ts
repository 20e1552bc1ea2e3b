/** 经纬度: EPSG:4490 (CGCS2000) degrees, longitude first. The axis order of everything in core, GeoJSON and the database. */
export type LonLat = readonly [longitude: number, latitude: number];

/** 平面坐标: metres, easting first (the surveyors' Y, then their X). */
export type EastNorth = readonly [easting: number, northing: number];

/** 经纬度范围: west, south, east, north in degrees. */
export type LonLatBox = readonly [west: number, south: number, east: number, north: number];
