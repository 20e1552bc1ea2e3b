import { describe, expect, it } from 'vitest';
import type { Queryable } from '#server/db/database.ts';
import { cutGround, overlaidLayers } from '#server/db/tables/cuts.ts';
import { databases, withDatabase } from '../../support/database.ts';
import { type OverlayFixture, overlayFixtures, PARITY } from '../../support/overlay-fixtures.ts';

const cases = overlayFixtures.map((fixture) => [fixture.name, fixture] as const);

class Undo extends Error {}

describe.each(databases)('套合对照: the database cuts what the browser cuts, on %s', (engine) => {
  const database = withDatabase(engine);

  /** The fixture's features as land parcels and as patches, cut in one statement, then taken out again. */
  async function cutsOf({ subject, features }: OverlayFixture) {
    let cuts: Awaited<ReturnType<typeof cutGround>> | undefined;
    const work = async (tx: Queryable) => {
      const rows = [features.map(({ id }) => id), features.map(({ geometry }) => JSON.stringify(geometry))];
      const given = `unnest($1::bigint[], $2::text[]) f (id, shape), lateral (select st_setsrid(st_geomfromgeojson(f.shape), 4490) as geom) g`;
      await tx.query(
        `insert into gengjie.land_parcels (id, parcel_number, land_class, parcel_area, class_area, region_code, geom)
         select f.id, f.id::text, '0101', 1, 1, '120111001201', g.geom from ${given}`,
        rows,
      );
      await tx.query(
        `insert into gengjie.patches (id, patch_number, register, patch_class, state, region_code, geom)
         select f.id, f.id::text, 'lead', 'public', 'found', '120111001201', g.geom from ${given}`,
        rows,
      );
      cuts = await cutGround(tx, {
        subjects: [{ id: 'subject', geometry: subject }],
        layers: overlaidLayers,
        moments: null,
        seen: ['120111'],
        within: '120111',
      });
      throw new Undo();
    };
    await expect(database().transaction(work)).rejects.toBeInstanceOf(Undo);
    return cuts!;
  }

  it.each(cases)('%s: each piece agrees within 0.1 m², as a parcel and as a patch', async (_, fixture) => {
    const { subjects, ground, control } = await cutsOf(fixture);
    expect(Math.abs(subjects[0]!.areaSquareMeters - fixture.subjectSquareMeters)).toBeLessThan(PARITY);
    for (const { id, areaSquareMeters, cutSquareMeters } of fixture.features) {
      const parcel = ground.find((cut) => cut.id === id);
      const patch = control.find((cut) => cut.id === id);
      expect(Math.abs((parcel?.cutArea ?? 0) - cutSquareMeters), `parcel ${id}`).toBeLessThan(PARITY);
      expect(Math.abs((patch?.cutArea ?? 0) - cutSquareMeters), `patch ${id}`).toBeLessThan(PARITY);
      if (parcel) expect(Math.abs(parcel.geometryArea - areaSquareMeters)).toBeLessThan(PARITY);
    }
  });
});
