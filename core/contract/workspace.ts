import { z } from 'zod';
import { endpoint } from '#core/contract/endpoint.ts';
import { bilingualSchema, boundsSchema } from '#core/contract/shared.ts';

export const regionSchema = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  level: z.enum(['district', 'town', 'village']),
  parentCode: z.string().nullable(),
  bounds: boundsSchema,
});

export const workspaceSchema = z.object({
  /** True: the data shown are invented and every screen and export says 示意数据. */
  demonstration: z.boolean(),
  title: bilingualSchema,
  /** Region the map opens on. */
  region: z.string(),
  year: z.number().int(),
  bounds: boundsSchema,
  /** Box in which coordinates of this district must lie. */
  districtBox: boundsSchema,
  engine: z.enum(['embedded', 'postgis']),
  /** External basemap, only when the office configured a key: off by default. */
  tianditu: z.object({ tiles: z.string().describe('Raster tile template') }).nullable(),
  regions: z.array(regionSchema),
});

/** 工作区: what the map opens with. */
export const getWorkspace = endpoint({
  method: 'GET',
  path: '/api/workspace',
  tag: 'workspace',
  summary: { zh: '工作区：区域、范围与数据性质', en: 'Workspace: regions, extent and nature of the data' },
  response: workspaceSchema,
});

export type Region = z.infer<typeof regionSchema>;
export type Workspace = z.infer<typeof workspaceSchema>;
