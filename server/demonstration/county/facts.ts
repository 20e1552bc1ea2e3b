import { readFileSync } from 'node:fs';
import { z } from 'zod';

const count = z.number().int().positive();
const total = z.object({
  count,
  squareMeters: z.number().positive(),
  reported: z.tuple([z.string(), z.string()]),
});

const facts = z.object({
  source: z.string(),
  sourceDocument: z.string(),
  region: z.object({ code: z.string(), name: z.string(), nameEn: z.string() }),
  title: z.object({ zh: z.string(), en: z.string() }),
  year: z.number().int(),
  /** Origin (EPSG:4548) and size of the box in metres. */
  origin: z.tuple([z.number(), z.number()]),
  size: z.tuple([z.number(), z.number()]),
  districtBox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  parcels: count,
  towns: count,
  villages: count,
  farmlandShare: z.number(),
  permanentShare: z.number(),
  patches: z.object({ residential: count, public: count, industrial: count }),
  conversion: total,
  facilities: total,
  farmlandProjects: total.extend({ investment: z.number() }),
  deductions: z.array(z.number()).length(5),
});

/** 示意县: the figures of a county like 蓟州 (data/seed/county.json); its ground is invented. */
export type CountyFacts = z.infer<typeof facts>;

export function readCountyFacts(): CountyFacts {
  const url = new URL('../../../data/seed/county.json', import.meta.url);
  return facts.parse(JSON.parse(readFileSync(url, 'utf8')));
}
