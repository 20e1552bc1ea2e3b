import type { LayerDefinition } from '#core/catalog/types.ts';
import type { Target, TargetRow } from '#core/contract/targets.ts';
import { type CsvCell, csvLine, csvStart } from '#core/formats/csv-line.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import type { Moments } from '#server/db/moments.ts';
import type { ExtractRow } from '#server/db/tables/exports.ts';

/** What a file says beside its rows. */
export interface FileFrame {
  readonly layer: LayerDefinition;
  readonly moments: Moments;
  readonly personal: boolean;
  /** Demonstration data say so in every row. */
  readonly demonstration: boolean;
}

/** 示意数据: said by every file made of invented data. */
export const demonstrationMark = '示意数据';

const natureTitle = '数据性质';

/** GeoJSON (RFC 7946) of a layer: longitude before latitude, CGCS2000, codes as they are stored. */
export async function* geoJsonOf(
  { layer, moments, demonstration }: FileFrame,
  pages: AsyncIterable<readonly ExtractRow[]>,
): AsyncGenerator<string> {
  const head = {
    type: 'FeatureCollection',
    name: layer.title.zh,
    moments,
    ...(demonstration ? { notice: demonstrationMark } : {}),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"features":[`;
  let separator = '\n';
  for await (const rows of pages) {
    for (const row of rows) {
      const properties = {
        ...row.properties,
        region_code: row.regionCode,
        version_id: row.versionId,
        valid_from: row.validFrom,
        area_square_meters: row.areaSquareMeters,
        geometry_area_square_meters: row.geometryAreaSquareMeters,
        source: row.source,
        ...(demonstration ? { notice: demonstrationMark } : {}),
      };
      yield `${separator}{"type":"Feature","id":${row.id},"geometry":${row.geometry},"properties":${JSON.stringify(properties)}}`;
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

/** CSV of a layer: one row a feature, without its outline. */
export async function* layerCsvOf(
  { layer, personal, demonstration }: FileFrame,
  pages: AsyncIterable<readonly ExtractRow[]>,
): AsyncGenerator<string> {
  const fields = layer.fields.filter((field) => personal || !field.personal);
  yield csvStart +
    csvLine([
      '要素编号',
      '版本号',
      '区划代码',
      ...fields.map(({ title, type }) => (type === 'area' ? `${title.zh}（平方米）` : title.zh)),
      '图层面积（平方米）',
      '图形椭球面积（平方米）',
      '生效时间',
      '数据来源',
      ...(demonstration ? [natureTitle] : []),
    ]);
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) {
      text += csvLine([
        row.id,
        row.versionId,
        row.regionCode,
        ...fields.map(({ name }) => (row.properties[name] ?? null) as CsvCell),
        roundHalfUp(row.areaSquareMeters, 2),
        roundHalfUp(row.geometryAreaSquareMeters, 2),
        row.validFrom,
        row.source,
        ...(demonstration ? [demonstrationMark] : []),
      ]);
    }
    yield text;
  }
}

const states: Readonly<Record<Target['state'], string>> = {
  holds: '达标',
  breached: '未达标',
  near: '临近',
  'not-measured': '未量算',
};
const comparators: Readonly<Record<Target['comparator'], string>> = { '>=': '≥', '<=': '≤', '=': '=' };
const units: Readonly<Record<Target['unit'], string>> = {
  area: '平方米',
  count: '个',
  money: '元',
  ratio: '比例',
};

/** 控制指标报表: a line for each target, below it one for each village. Nothing in it tells when it was made, only of which moment it is. */
export function targetsCsv(targets: readonly Target[], moments: Moments, demonstration: boolean): string {
  const nature = demonstration ? [demonstrationMark] : [];
  const lines = [
    csvLine([
      ...['指标代码', '指标', '区划代码', '区域', '年度', '要求', '目标值', '单位', '文件数值', '文件单位'],
      ...['实测', '余量', '状态', '图斑数', '数据日期', '来源文件', '条款', '口径', '口径依据'],
      ...['地面时点（UTC）', '获知时点（UTC）'],
      ...(demonstration ? [natureTitle] : []),
    ]),
  ];
  for (const target of targets) {
    const { measured } = target;
    const common = [moments.asOf, moments.knownAt, ...nature];
    lines.push(
      csvLine([
        ...[target.indicator, target.title.zh, target.regionCode, target.regionName, target.year],
        ...[comparators[target.comparator], target.value, units[target.unit]],
        ...[target.reportedText, target.reportedUnit],
        ...[
          measured?.value ?? null,
          measured?.margin ?? null,
          states[target.state],
          measured?.rowCount ?? null,
        ],
        ...[measured?.dataDate ?? null, target.sourceDocument, target.sourceClause],
        ...[target.rule.text.zh, target.rule.source, ...common],
      ]),
    );
    for (const village of target.byVillage) {
      lines.push(
        csvLine([
          ...[target.indicator, target.title.zh, village.code, village.name, target.year],
          ...[null, null, units[target.unit], null, null, village.value, null, '其中', village.rowCount],
          ...[null, null, null, null, null, ...common],
        ]),
      );
    }
  }
  return csvStart + lines.join('');
}

/** 图斑清单: the rows a figure sums; their 计入面积 add up to it. */
export async function* targetRowsCsv(
  pages: AsyncIterable<readonly TargetRow[]>,
  layer: LayerDefinition,
  demonstration: boolean,
): AsyncGenerator<string> {
  const [label] = layer.fields.filter(({ name }) => name === layer.labelField);
  yield csvStart +
    csvLine([
      ...['要素编号', label?.title.zh ?? '名称', '区划代码', '区域', '地类编码', '地类'],
      ...['计入面积（平方米）', '图形椭球面积（平方米）'],
      ...(demonstration ? [natureTitle] : []),
    ]);
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) {
      text += csvLine([
        ...[row.id, row.label, row.regionCode, row.regionName, row.landClass, row.landClassName],
        ...[row.value, roundHalfUp(row.geometryAreaSquareMeters, 2)],
        ...(demonstration ? [demonstrationMark] : []),
      ]);
    }
    yield text;
  }
}
