import type { LayerDefinition } from '#core/catalog/types.ts';
import { csvLine, csvStart } from '#core/formats/csv-line.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { regionPrefix } from '#core/rights/rights.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { isFarmland } from '#core/vocabulary/land-use.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';
import type { Queryable } from '#server/db/database.ts';
import { type MomentQuery, resolvedMoments } from '#server/db/tables/as-of.ts';
import { type FeatureOverlay, overlaysOf } from '#server/db/tables/overlay-layer.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { regionNotFound } from '#server/http/target-problems.ts';
import { demonstrationMark } from '#server/operations/export-files.ts';

export interface LayerOverlayQuestion extends MomentQuery {
  readonly layer: LayerDefinition;
  readonly region?: string | undefined;
}

const columns = [
  '编号',
  '名称',
  '区划代码',
  '椭球面积_平方米',
  '其中耕地_平方米',
  '耕地图斑地类面积_平方米',
  '永久基本农田_平方米',
  '无地类图斑_平方米',
  '地类构成',
];

/**
 * 整层套合表: one CSV line for every feature of a layer: what of it is farmland, permanent farmland, and of which land classes, m² to 0.01.
 * @throws Problem `region-not-found`
 */
export async function* layerOverlayCsv(
  db: Queryable,
  { layer, region, ...query }: LayerOverlayQuestion,
): AsyncGenerator<string> {
  const moments = await resolvedMoments(db, query);
  const past = query.asOf === undefined && query.knownAt === undefined ? null : moments;
  if (region !== undefined && !(await regionByCode(db, region, past))) throw regionNotFound(region);
  const { demonstration } = await workspaceSetting(db);
  yield csvStart;
  if (demonstration) yield csvLine([demonstrationMark]);
  yield csvLine([`${layer.title.zh}套合地类图斑与永久基本农田`, `时点 ${moments.asOf}`, 'CGCS2000 椭球面积']);
  yield csvLine(columns);
  const prefix = region === undefined ? '' : regionPrefix(region);
  for await (const batch of overlaysOf(db, layer, prefix, past)) yield batch.map(lineOf).join('');
}

function lineOf(row: FeatureOverlay): string {
  const classes = Object.entries(row.byClass).sort(([, a], [, b]) => b - a);
  const sum = (parts: typeof classes) => parts.reduce((total, [, area]) => total + area, 0);
  const farmland = sum(classes.filter(([code]) => isFarmland(code)));
  const uncovered = row.areaSquareMeters - sum(classes);
  return csvLine([
    row.id,
    row.label,
    row.regionCode,
    roundHalfUp(row.areaSquareMeters, 2),
    roundHalfUp(farmland, 2),
    roundHalfUp(row.farmlandSquareMeters, 2),
    roundHalfUp(row.permanentSquareMeters, 2),
    uncovered > Math.max(0.1, row.areaSquareMeters * 2e-5) ? roundHalfUp(uncovered, 2) : 0,
    classes
      .map(([code, area]) => `${code} ${nameIn(sandiao2019, code, 'zh')} ${roundHalfUp(area, 2)}`)
      .join('；'),
  ]);
}
