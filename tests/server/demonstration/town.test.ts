import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { layerById } from '#core/catalog/index.ts';
import { classFits, judgementFaults, type RegisterCode } from '#core/patches/registers.ts';
import { findCode } from '#core/vocabulary/lookup.ts';
import { type Demonstration, generateDemonstration } from '#server/demonstration/demonstration.ts';
import { openEdges } from '#server/demonstration/plane/outline.ts';
import { ringArea } from '#server/demonstration/plane/ring.ts';

interface Patch {
  readonly patch_number: string;
  readonly register: RegisterCode;
  readonly patch_class: string;
  readonly state: string;
  readonly judgement?: string;
  readonly remaining_area?: number;
}

describe('the demonstration area', () => {
  let demonstration: Demonstration;
  beforeAll(() => {
    demonstration = generateDemonstration();
  });
  const features = (layer: Parameters<Demonstration['layers']['get']>[0]) =>
    demonstration.layers.get(layer) ?? [];
  const sum = (layer: Parameters<typeof features>[0], column: string, landClasses?: readonly string[]) =>
    features(layer)
      .filter(({ columns }) => !landClasses || landClasses.includes(String(columns.land_class)))
      .reduce((total, { columns }) => total + Math.round(Number(columns[column]) * 100), 0) / 100;

  test('is the same bytes every time it is drawn', () => {
    expect(digest(generateDemonstration())).toBe(digest(demonstration));
  });

  test('covers the town without gap or overlap: every inner border is run through in both directions', () => {
    const { town } = demonstration;
    const rings = town.parcels.map((parcel) => parcel.piece.ring);
    expect(rings.length).toBeGreaterThan(3000);
    expect(rings.length).toBeLessThan(5000);
    expect(rings.every((ring) => ringArea(ring) > 0)).toBe(true);
    // What is left after opposite edges cancel is one loop, and it encloses exactly what the parcels add up to.
    const rim = openEdges(rings);
    const enclosed = rim.reduce((total, [a, b]) => total + a[0] * b[1] - a[1] * b[0], 0) / 2;
    const parcels = rings.reduce((total, ring) => total + ringArea(ring), 0);
    expect(Math.abs(enclosed - parcels)).toBeLessThan(1e-3);
    expect(new Set(rim.map(([from]) => from.join())).size).toBe(rim.length);
  });

  test('holds farmland somewhat above its floor, and below it once the conversion is carried out', () => {
    const farmland = sum('land_parcels', 'class_area', ['0101', '0102', '0103']);
    expect(farmland).toBeGreaterThan(620_000);
    expect(farmland).toBeLessThan(660_000);
    const converted = demonstration.town.parcels
      .filter((parcel) => parcel.farmland && parcel.piece.tags.some((tag) => tag.startsWith('conversion:')))
      .reduce((total, parcel) => total + Number(parcel.columns.class_area), 0);
    expect(converted).toBeGreaterThan(140_000);
    expect(converted).toBeLessThan(170_000);
    expect(farmland - converted).toBeLessThan(552_800);
    expect(sum('permanent_farmland', 'class_area')).toBeGreaterThan(93_000);
    expect(sum('permanent_farmland', 'class_area')).toBeLessThan(98_000);
    expect(sum('farmland_protection', 'class_area')).toBeGreaterThan(450_000);
    expect(sum('farmland_protection', 'class_area')).toBeLessThan(520_000);
  });

  test('converts farm land only (农用地), none of it permanent farmland', () => {
    const farmLand = /^(010[123]|0201|030[17]|1006|1104|1107|1202)$/;
    const converted = demonstration.town.parcels.filter((parcel) =>
      parcel.piece.tags.some((tag) => tag.startsWith('conversion:')),
    );
    expect(
      converted.filter((parcel) => !farmLand.test(parcel.landClass)).map((parcel) => parcel.landClass),
    ).toEqual([]);
    const permanent = new Set(
      demonstration.town.permanentFarmland.map((index) => demonstration.town.parcels[index]),
    );
    expect(converted.some((parcel) => permanent.has(parcel))).toBe(false);
  });

  test('deducts ridges on a few sloping fields, so that class area and parcel area differ', () => {
    const sloping = features('land_parcels').filter(({ columns }) => Number(columns.deduction_rate) > 0);
    expect(sloping.length).toBeGreaterThan(2);
    expect(sloping.length).toBeLessThan(20);
    for (const { columns } of sloping) {
      expect(columns).toMatchObject({ deducted_class: '1203', slope_grade: '2', terrace_kind: 'PD' });
      expect(Number(columns.class_area)).toBeLessThan(Number(columns.parcel_area));
    }
  });

  test('numbers the parcels of a village without repetition', () => {
    const numbers = features('land_parcels').map(
      ({ regionCode, columns }) => `${regionCode} ${columns.parcel_number}`,
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('uses only codes of the lists that the catalogue names', () => {
    const unknown = new Set<string>();
    for (const [layer, list] of demonstration.layers) {
      for (const field of layerById(layer).fields) {
        if (!field.codes) continue;
        for (const { columns } of list) {
          const value = columns[field.name];
          const scheme = field.codes === '$land' ? 'sandiao@2019' : field.codes;
          if (value !== null && value !== undefined && !findCode(scheme, String(value))) {
            unknown.add(`${layer}.${field.name}=${value}`);
          }
        }
      }
    }
    expect([...unknown]).toEqual([]);
  });

  test('holds five zones with 430 unsigned households and never invents a total', () => {
    const zones = features('demolition_zones').map(({ columns }) => columns);
    const unsigned = zones.map((zone) => zone.households_unsigned).filter((count) => count !== null);
    expect(unsigned).toEqual([68, 131, 201, 10, 20]);
    expect(zones.every((zone) => zone.households_total === undefined)).toBe(true);
  });

  test('shows the contradiction of 王顶堤 and does not mend it', () => {
    const site = features('project_sites').find(({ columns }) => String(columns.name).startsWith('王顶堤'));
    expect(site?.columns).toMatchObject({ floor_area: 350_000, reported_text: '500', reported_unit: '亩' });
    expect(site?.columns.source_note).toContain('30万平方米');
  });

  test('has two hundred patches in three registers, each with a class of its own register', () => {
    const patches = features('patches').map(({ columns }) => columns as unknown as Patch);
    expect(patches).toHaveLength(200);
    const found = (register: string) => patches.filter((patch) => patch.register === register);
    for (const register of ['house-building', 'image-enforcement', 'lead'] as const) {
      expect(found(register).length, register).toBeGreaterThan(8);
      expect(new Set(found(register).map((patch) => patch.patch_class)).size, register).toBeGreaterThan(2);
    }
    const strange = patches.filter(({ register, patch_class }) => !classFits(register, patch_class));
    expect(strange).toEqual([]);
  });

  test('has no patch that was judged before it was seen, or closed with anything remaining', () => {
    const patches = features('patches').map(({ columns }) => columns as unknown as Patch);
    const unseen = ['to-dispatch', 'dispatched', 'verifying'];
    for (const patch of patches) {
      expect(judgementFaults(patch.register, patch), patch.patch_number).toEqual([]);
      expect(patch.judgement === undefined, patch.patch_number).toBe(unseen.includes(patch.state));
    }
    const closed = patches.filter(({ state }) => state === 'closed');
    expect(closed.length).toBeGreaterThan(10);
    expect(closed.filter(({ remaining_area }) => remaining_area !== 0)).toEqual([]);
    const rectifying = patches.filter(({ state }) => state === 'rectifying');
    expect(rectifying.filter(({ remaining_area }) => !(Number(remaining_area) > 0))).toEqual([]);
  });
});

function digest(demonstration: Demonstration): string {
  const hash = createHash('sha256');
  for (const [layer, list] of demonstration.layers) {
    for (const feature of list) {
      hash.update(`${layer} ${feature.id} ${feature.regionCode} ${JSON.stringify(feature.columns)}`);
      hash.update(feature.geometry);
    }
  }
  return hash.digest('hex');
}
