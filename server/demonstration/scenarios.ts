import type { MultiPolygon } from 'geojson';
import type { ScenarioItem } from '#core/contract/what-if.ts';
import type { Queryable } from '#server/db/database.ts';
import type { Demonstration } from './demonstration.ts';
import { readConversion, readScenarios, readWorkspace } from './seed-files.ts';
import { taggedGround } from './town/town.ts';

/** 示意情景: nobody's, shared with everybody who sees the town. Each holds the conversion parcels of the plan, some a further item. */
export async function writeScenarios(tx: Queryable, demonstration: Demonstration): Promise<void> {
  const { region, year } = readWorkspace();
  await tx.bulkInsert(
    'gengjie.scenarios',
    [
      { name: 'region_code', type: 'text' },
      { name: 'name', type: 'text' },
      { name: 'shared', type: 'boolean' },
      { name: 'content', type: 'jsonb' },
    ],
    readScenarios().map(({ name, note, further }) => {
      const items = [...plannedItems(demonstration), ...further.map(furtherItem)];
      return [region, name, true, { year, surveyDate: null, note, items }];
    }),
  );
}

/** The parcels of the plan, outlines as they stand in their layer. */
function plannedItems({ town, layers }: Demonstration): ScenarioItem[] {
  const features = layers.get('conversion_parcels')!;
  return readConversion().parcels.map(({ tag, number, name, use, landClassAfter }) => ({
    id: number,
    kind: 'conversion',
    name,
    geometry: town.ground.multiPolygon(taggedGround(town, tag)) as MultiPolygon & ScenarioItem['geometry'],
    plannedUse: use,
    landClassAfter,
    expropriated: true,
    origin: {
      layer: 'conversion_parcels',
      id: features.find(({ columns }) => columns.parcel_number === number)!.id,
    },
  }));
}

function furtherItem({
  id,
  name,
  use,
  landClassAfter,
  floorAreaSquareMeters,
  box,
}: ReturnType<typeof readScenarios>[number]['further'][number]): ScenarioItem {
  const [west, south, east, north] = box;
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    id,
    kind: 'conversion',
    name,
    geometry: { type: 'MultiPolygon', coordinates: [[ring]] },
    plannedUse: use,
    landClassAfter,
    floorAreaSquareMeters,
    expropriated: true,
  };
}
