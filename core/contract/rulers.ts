import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { areaSchema, polygonalSchema } from '#core/contract/shared.ts';

/** 库内尺: the database's ellipsoidal area of a polygon, to set beside the browser's. */
export const measureArea = endpoint({
  method: 'POST',
  path: '/api/measure/area',
  tag: 'measure',
  summary: {
    zh: '用数据库椭球面积量算一个多边形',
    en: 'Measure a polygon by the database’s ellipsoidal area',
  },
  body: z.object({ geometry: polygonalSchema.describe('EPSG:4490, lon/lat') }),
  response: z.object({
    /** PostGIS ST_Area(geography) on CGCS2000. */
    databaseSquareMeters: areaSchema,
    /** The official 图斑椭球面积 routine (core), rounded to 0.01 m². */
    surveySquareMeters: areaSchema,
  }),
  problems: { 400: ['invalid-request'], 422: ['invalid-geometry'] },
});
