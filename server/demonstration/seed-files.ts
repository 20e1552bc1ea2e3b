import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** 事实文件: the figures of the demonstration come from `data/seed/*.json`, never from code. */
function read<T>(name: string, schema: z.ZodType<T>): T {
  const url = new URL(`../../data/seed/${name}.json`, import.meta.url);
  return schema.parse(JSON.parse(readFileSync(url, 'utf8')));
}

const text = z.string().min(1);
const pair = z.tuple([z.number(), z.number()]);
const reported = z.tuple([text, text]);
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const weights = z.record(z.string(), z.number().positive());

export const readWorkspace = () =>
  read(
    'workspace',
    z.object({
      source: text,
      demonstration: z.literal(true),
      region: text,
      year: z.number().int(),
      title: z.object({ zh: text, en: text }),
      districtBox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      surveyDate: date,
      planDate: date,
      sourceDocument: text,
    }),
  );

const region = z.object({
  code: text,
  name: text,
  nameEn: text,
  level: z.enum(['district', 'town', 'village']),
  kind: text,
  parentCode: text.nullable(),
});
export const readRegions = () =>
  read('regions', z.object({ regions: z.array(region), districtOutline: z.array(pair) }));

export const readProjectSites = () =>
  read(
    'project-sites',
    z.array(
      z.object({
        tag: text,
        name: text,
        region: text,
        bounds: z.object({
          east: text.optional(),
          south: text.optional(),
          west: text.optional(),
          north: text.optional(),
        }),
        floorArea: z.number().nullable(),
        reported,
        squareMeters: z.number(),
        note: text,
      }),
    ),
  );

export const readConversion = () =>
  read(
    'conversion',
    z.object({
      batch: z.object({
        number: text,
        name: text,
        status: text,
        reported,
        squareMeters: z.number(),
        note: text,
      }),
      parcels: z.array(z.object({ tag: text, number: text, name: text, use: text, landClassAfter: text })),
    }),
  );

export const readScenarios = () =>
  read(
    'scenarios',
    z.array(
      z.object({
        name: text,
        note: text,
        further: z.array(
          z.object({
            id: text,
            name: text,
            use: text,
            landClassAfter: text,
            floorAreaSquareMeters: z.number().positive(),
            box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
          }),
        ),
      }),
    ),
  );

export const readGreenPlans = () =>
  read(
    'green-plans',
    z.array(
      z.object({
        tag: text,
        name: text,
        year: z.number().int(),
        kind: text,
        status: text,
        yearReported: text,
      }),
    ),
  );

export const readDemolition = () =>
  read(
    'demolition',
    z.object({
      dueOn: date,
      countedOn: date,
      zones: z.array(
        z.object({
          tag: text,
          name: text,
          kind: text,
          unsigned: z.number().int().nullable(),
          stepsFinished: z.number().int(),
          region: text,
          note: text.nullable(),
        }),
      ),
    }),
  );

export const readVillages = () =>
  read('villages', z.array(z.object({ code: text, class: text, renewalPath: text, planStage: text })));

const grid = z.object({ name: text, person: text, duty: text });
export const readResponsibility = () =>
  read(
    'responsibility',
    z.object({ district: grid, town: grid, villagePersons: z.array(text), villageDuty: text }),
  );

export const readFacilities = () =>
  read('facilities', z.array(z.object({ kind: text, name: text, operator: text })));

export const readPatches = () =>
  read(
    'patches',
    z.object({
      counts: z.object({ residential: z.number(), public: z.number(), industrial: z.number() }),
      onPermanentFarmland: z.number().int(),
      registers: weights,
      states: weights,
      /** By register and size of building. */
      classes: z.record(z.string(), z.record(z.string(), weights)),
      /** By register. */
      judgements: z.record(z.string(), weights),
      unlawful: z.array(text),
      lawfulKinds: z.record(z.string(), text),
      /** By size of building. */
      descriptions: z.record(z.string(), text),
    }),
  );

export const readFarmlandProjects = () =>
  read(
    'farmland-projects',
    z.array(
      z.object({
        name: text,
        code: text,
        year: z.number().int(),
        status: text,
        around: pair,
        squareMeters: z.number(),
      }),
    ),
  );

export const readTargets = () =>
  read(
    'targets',
    z.array(
      z.object({
        indicator: text,
        region: text,
        year: z.number().int(),
        comparator: z.enum(['>=', '<=', '=']),
        value: z.number(),
        reported,
        document: text,
        clause: text.nullable(),
        note: text.nullable(),
        place: text.optional(),
      }),
    ),
  );

export const readDuties = () =>
  read(
    'duties',
    z.array(z.object({ number: z.number().int(), title: text, content: text, units: z.array(text) })),
  );
