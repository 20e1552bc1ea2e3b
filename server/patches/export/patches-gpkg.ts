import { areaIn, squareMeters } from '#core/geometry/units.ts';
import { type GpkgColumn, writeGpkg } from '#server/db/gpkg/write-gpkg.ts';
import type { ExportLine, PatchExport } from '#server/patches/export/export-patches.ts';

const text = (name: string, title: string, value: (line: ExportLine) => string | null) => ({
  ...{ name, title, type: 'TEXT' as const, value },
});
const area = (name: string, title: string, value: (line: ExportLine) => number | null) => [
  { name: `${name}_m2`, title: `${title}（平方米）`, type: 'REAL' as const, value },
  {
    name: `${name}_mu`,
    title: `${title}（亩）`,
    type: 'REAL' as const,
    value: (line: ExportLine) => {
      const known = value(line);
      return known === null ? null : areaIn(squareMeters(known), 'mu');
    },
  },
];
const day = (name: string, title: string, value: (line: ExportLine) => string | null) => ({
  ...{ name, title, type: 'DATE' as const, value },
});

/** Names of the layer's own columns, with codes as they are stored. */
const columns: readonly (GpkgColumn & { value(line: ExportLine): string | number | null })[] = [
  text('uid', '图斑标识', ({ uid }) => uid),
  text('patch_number', '图斑编号', ({ number }) => number),
  text('register', '台账', ({ register }) => register),
  text('patch_class', '类别', ({ patchClass }) => patchClass),
  text('state', '状态', ({ state }) => state),
  text('region_code', '区划代码', ({ regionCode }) => regionCode),
  text('town', '镇街', ({ town }) => town),
  text('village', '村', ({ village }) => village),
  text('location', '坐落', ({ location }) => location),
  day('found_on', '发现日期', ({ foundOn }) => foundOn),
  day('built_on', '建设时间', ({ builtOn }) => builtOn),
  text('judgement', '核实认定意见', ({ judgement }) => judgement),
  text('judgement_kind', '认定细类', ({ judgementKind }) => judgementKind),
  text('use_detail', '用途分类细化', ({ useDetail }) => useDetail),
  text('project_name', '项目名称', ({ projectName }) => projectName),
  text('description', '现场核查描述', ({ description }) => description),
  text('rectification', '整改方式', ({ rectification }) => rectification),
  text('assignee_name', '承办', ({ assignee }) => assignee),
  day('due_on', '办理期限', ({ due }) => due),
  text('light', '期限状态', ({ light }) => light),
  text('split_state', '拆分状态', ({ splitState }) => splitState),
  text('parent_number', '母图斑编号', ({ parentNumber }) => parentNumber),
  ...area('area', '图斑面积', ({ areaSquareMeters }) => areaSquareMeters),
  ...area('farmland', '占耕地', ({ farmlandSquareMeters }) => farmlandSquareMeters),
  ...area('permanent', '占永久基本农田', ({ permanentSquareMeters }) => permanentSquareMeters),
  ...area('remaining', '剩余未整改', ({ remainingSquareMeters }) => remainingSquareMeters),
  text('note', '备注', ({ note }) => note),
];

/** 图斑 GeoPackage. Demonstration data say so in every row and in the description of the layer. */
export function patchesGpkg({ lines, county, mark, asOf }: PatchExport): Promise<Uint8Array> {
  const marked = mark === null ? [] : [text('nature', '数据性质', () => mark)];
  const all = [...columns, ...marked];
  const title = `${county}图斑`;
  return writeGpkg({
    name: 'patches',
    identifier: mark === null ? title : `${title}（${mark}）`,
    description: `疑似违法占地图斑，认定以审核为准；面积为 CGCS2000 椭球面积；时点 ${asOf}${mark === null ? '' : `；${mark}`}`,
    lastChange: asOf,
    columns: all.map(({ name, type, title: of }) => ({ name, type, title: of })),
    features: lines.map((line) => ({
      ...{ fid: line.id, wkb: line.wkb!, bounds: line.bounds },
      values: all.map(({ value }) => value(line)),
    })),
  });
}
