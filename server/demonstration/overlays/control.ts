import type { Region } from '../plane/outline.ts';
import { distanceToPath, smooth } from '../plane/path.ts';
import { interiorPoint, ringArea } from '../plane/ring.ts';
import { readVillages, readWorkspace } from '../seed-files.ts';
import type { Parcel } from '../town/parcels.ts';
import { groundOf, type Town } from '../town/town.ts';
import type { Draft } from './draft.ts';

const urban = new Set([
  'housing',
  'old-housing',
  'commerce',
  'campus',
  'industry',
  'logistics',
  'park',
  'vacant',
]);
const rural = new Set(['farm', 'cropland', 'orchard', 'wood']);

/** Control lines: 生态保护红线 along 子牙河, 城镇开发边界, 村庄管控边界 with 三区, and the villages themselves. */
export function controlDrafts(town: Town): Draft[] {
  const riverside = riversideOf(town);
  return [redline(town, riverside), ...urbanBoundary(town, riverside), ...villageDrafts(town, riverside)];
}

/** Water, embankment and woods up to the riverside road. */
function riversideOf(town: Town): (parcel: Parcel) => boolean {
  const river = smooth(town.layout.corridors.find(({ name }) => name === '子牙河')!.path);
  return ({ piece, landClass }) =>
    ['1101', '1109', '0307', '0301', '0404', '1104'].includes(landClass) &&
    distanceToPath(interiorPoint(piece.ring), river) < 125;
}

function redline(town: Town, riverside: (parcel: Parcel) => boolean): Draft {
  return {
    layer: 'ecological_redlines',
    regionCode: readWorkspace().region,
    ground: groundOf(town, riverside),
    columns: {
      redline_code: 'HX-120111-001',
      name: '子牙河生态保护红线（示意）',
      redline_kind: '河滨岸带生态保护',
      control_measures: '禁止与生态保护无关的建设；现有水利设施可维修。',
    },
  };
}

function urbanBoundary(town: Town, riverside: (parcel: Parcel) => boolean): Draft[] {
  const countryside = new Set(town.layout.countryside);
  const special = (parcel: Parcel) =>
    parcel.piece.tags.includes('site:canal') && ['1101', '1109', '0810'].includes(parcel.landClass);
  const flexible = (parcel: Parcel) => parcel.piece.tags.includes('site:wangdingdi');
  const outside = new Set(['外环线', '外环线绿带', '子牙河', '子牙河堤']);
  const street = ({ piece, village }: Parcel) =>
    piece.zone === undefined &&
    piece.name !== undefined &&
    !outside.has(piece.name) &&
    !countryside.has(village);
  const concentrated = (parcel: Parcel) =>
    !special(parcel) &&
    !flexible(parcel) &&
    !riverside(parcel) &&
    !countryside.has(parcel.village) &&
    (urban.has(parcel.piece.zone ?? '') || street(parcel));
  const zones = [
    { code: '410', name: '城镇集中建设区', ground: withoutCrumbs(groundOf(town, concentrated)) },
    { code: '420', name: '城镇弹性发展区', ground: groundOf(town, flexible) },
    { code: '430', name: '特别用途区', ground: groundOf(town, special) },
  ];
  return zones.map(({ code, name, ground }) => ({
    layer: 'urban_boundaries',
    regionCode: readWorkspace().region,
    ground,
    columns: { zone_code: code, zone_name: name },
  }));
}

/** A planned boundary runs round whole districts: no part below 10 ha. */
function withoutCrumbs(regions: readonly Region[]): Region[] {
  return regions.filter((region) => ringArea(region.outer) > 100000);
}

function villageDrafts(town: Town, riverside: (parcel: Parcel) => boolean): Draft[] {
  const permanent = new Set(town.permanentFarmland.map((index) => town.parcels[index]!));
  return readVillages().flatMap(({ code, class: villageClass, renewalPath, planStage }) => {
    const own = (passes: (parcel: Parcel) => boolean) =>
      groundOf(town, (parcel) => parcel.village === code && passes(parcel));
    const built = own((parcel) => parcel.piece.zone === 'village');
    const zones = [
      { type: '0301', name: '村庄集中建设区', building: 'concentrated', ground: built },
      {
        type: '0201',
        name: '一般农业空间',
        building: 'restricted',
        ground: own(
          (parcel) => rural.has(parcel.piece.zone ?? '') && !permanent.has(parcel) && !riverside(parcel),
        ),
      },
      {
        type: '0202',
        name: '永久基本农田',
        building: 'prohibited',
        ground: own((parcel) => permanent.has(parcel)),
      },
      { type: '0102', name: '生态保护红线', building: 'prohibited', ground: own(riverside) },
    ];
    const village: Draft = {
      layer: 'villages',
      key: `village:${code}`,
      regionCode: code,
      ground: built,
      columns: {
        name: town.villageNames.get(code),
        village_class: villageClass,
        renewal_path: renewalPath,
        plan_stage: planStage,
        note: '类型与路径为示意',
      },
    };
    const drawn = zones
      .filter(({ ground }) => ground.length > 0)
      .map(
        ({ type, name, building, ground }): Draft => ({
          layer: 'village_zones',
          regionCode: code,
          ground,
          columns: { zone_type: type, zone_name: name, building_zone: building },
        }),
      );
    return [village, ...drawn];
  });
}
