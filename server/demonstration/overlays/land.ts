import { readRegions, readResponsibility } from '../seed-files.ts';
import { groundOf, type Town } from '../town/town.ts';
import type { Draft } from './draft.ts';

/** 行政区划 and the layers of the land itself: parcels, 永农, 耕地保护目标, 田长制网格. */
export function landDrafts(town: Town): Draft[] {
  const { regions, districtOutline } = readRegions();
  const districtRing = districtOutline.map((lonLat) => town.ground.point(lonLat));
  const groundOfRegion = (level: string, code: string) => {
    if (level === 'district') return [{ outer: [...districtRing].reverse(), holes: [] }];
    if (level === 'town') return groundOf(town, () => true);
    return groundOf(town, (parcel) => parcel.village === code);
  };
  const places = regions.map((region) => ({ region, ground: groundOfRegion(region.level, region.code) }));
  const regionDrafts = places.map(
    ({ region, ground }): Draft => ({
      layer: 'regions',
      regionCode: region.code,
      ground,
      columns: {
        code: region.code,
        name: region.name,
        name_en: region.nameEn,
        level: region.level,
        kind: region.kind,
        parent_code: region.parentCode,
      },
    }),
  );

  const people = readResponsibility();
  const farmVillages = new Set(
    town.parcels.filter((parcel) => parcel.farmland).map((parcel) => parcel.village),
  );
  const gridVillages = places.filter(({ region }) => farmVillages.has(region.code));
  const personOf = (village: string) =>
    people.villagePersons[gridVillages.findIndex(({ region }) => region.code === village)]!;
  const grids = places
    .filter(({ region }) => region.level !== 'village' || farmVillages.has(region.code))
    .map(({ region, ground }): Draft => {
      const owner =
        region.level === 'district' ? people.district : region.level === 'town' ? people.town : null;
      return {
        layer: 'responsibility_grids',
        regionCode: region.code,
        ground,
        columns: {
          grid_number: `TZ-${region.code}`,
          name: owner?.name ?? `${region.name}田长网格`,
          grid_level: region.level,
          person: owner?.person ?? personOf(region.code),
          duty: owner?.duty ?? people.villageDuty,
        },
      };
    });
  return [...regionDrafts, ...parcelDrafts(town, personOf), ...grids];
}

function parcelDrafts(town: Town, personOf: (village: string) => string): Draft[] {
  const simple = (ring: Town['outline']) => [{ outer: ring, holes: [] }];
  const parcels = town.parcels.map(
    (parcel): Draft => ({
      layer: 'land_parcels',
      regionCode: parcel.village,
      ground: simple(parcel.piece.ring),
      columns: parcel.columns,
    }),
  );
  const permanent = town.permanentFarmland.map((index, i): Draft => {
    const parcel = town.parcels[index]!;
    return {
      layer: 'permanent_farmland',
      regionCode: parcel.village,
      ground: simple(parcel.piece.ring),
      columns: {
        ...parcel.columns,
        note: null,
        protection_number: `${parcel.village.slice(0, 9)}YN${String(i + 1).padStart(4, '0')}`,
        irrigation: '充分满足',
        quality: '优等（示意）',
        responsible_person: personOf(parcel.village),
        protected_from: '2021-01-01',
      },
    };
  });
  const protection = town.farmlandProtection.map((index): Draft => {
    const parcel = town.parcels[index]!;
    return {
      layer: 'farmland_protection',
      regionCode: parcel.village,
      ground: simple(parcel.piece.ring),
      columns: { ...parcel.columns, note: null, stable: '1' },
    };
  });
  return [...parcels, ...permanent, ...protection];
}
