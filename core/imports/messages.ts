import type { Finding } from '#core/finding.ts';
import type { Bilingual } from '#core/problem.ts';

/** 发现的文字: one sentence a code; `{name}` is taken from the finding's context. */
export const findingMessages: Readonly<Record<string, Bilingual>> = {
  'file.dbf.missing': {
    zh: '没有同名的 .dbf，属性全部为空',
    en: 'There is no .dbf of the same name: all attributes are empty',
  },
  'file.prj.missing': {
    zh: '没有同名的 .prj，坐标系由坐标数值推断',
    en: 'There is no .prj of the same name: the CRS is inferred from the numbers',
  },
  'file.cpg.unknown': {
    zh: '{file} 写的编码“{value}”不认识，已忽略',
    en: '{file} names an unknown encoding “{value}”, which was ignored',
  },
  'file.encoding.contradicted': {
    zh: '文字按 {encoding} 读不通，可改用 {suggestion}',
    en: 'The text cannot be read as {encoding}; {suggestion} would fit',
  },
  'file.encoding.doubtful': {
    zh: '按 {encoding} 读出的文字很少是常用汉字，请核对预览或改用其他编码',
    en: 'Read as {encoding} the text has few common characters: check the preview or choose another encoding',
  },
  'file.number.unreadable': {
    zh: '字段 {field} 有 {count} 个数值溢出或无法读取（首见第 {row} 行），按空值处理',
    en: 'Field {field} has {count} numbers that overflowed or cannot be read (first in row {row}); taken as empty',
  },
  'file.rows.deleted': {
    zh: '跳过 {count} 条已标记删除的记录',
    en: '{count} records marked as deleted were left out',
  },
  'crs.declared.overridden': {
    zh: '文件声明的坐标系被您的选择代替：{declared}',
    en: 'Your choice replaces the CRS that the file declares: {declared}',
  },
  'field.mapping.unknown': {
    zh: '对应关系中的“{column}”或“{from}”不存在',
    en: 'The mapping names “{column}” or “{from}”, which does not exist',
  },
  'area.parcel.computed': {
    zh: '{count} 行没有图斑面积，按国土调查椭球面积算法计算',
    en: '{count} rows have no parcel area: it is computed by the land survey’s ellipsoidal routine',
  },
  'area.parcel.differs': {
    zh: '图斑面积 {stated} m² 与图形的椭球面积 {measured} m² 不符，入库保留文件的数值',
    en: 'The parcel area {stated} m² differs from the ellipsoidal area {measured} m² of the geometry; the file’s figure is kept',
  },
  'area.deduction.mismatch': {
    zh: '扣除地类面积 {stated} 应为图斑面积 × 扣除系数 = {expected}',
    en: 'The deducted area {stated} should be parcel area × rate = {expected}',
  },
  'area.class.mismatch': {
    zh: '图斑地类面积 {stated} 应为图斑面积 − 扣除面积 = {expected}',
    en: 'The class area {stated} should be parcel area − deducted area = {expected}',
  },
  'field.required.missing': { zh: '必填项 {field} 为空', en: 'Required field {field} is empty' },
  'field.text.broken': {
    zh: '{field} 的文字含有无法识别的字符（“{value}”），编码可能不对',
    en: '{field} holds characters that cannot be read (“{value}”): the encoding may be wrong',
  },
  'field.text.too-long': {
    zh: '{field} 的文字过长：“{value}”',
    en: 'The text of {field} is too long: “{value}”',
  },
  'field.code.unknown': {
    zh: '{field} 的代码“{value}”不在代码表中',
    en: '{field} has a code “{value}” that is not in its list',
  },
  'field.number.unreadable': {
    zh: '{field} 的“{value}”不是数值',
    en: '“{value}” in {field} is not a number',
  },
  'field.number.not-whole': {
    zh: '{field} 的“{value}”不是整数',
    en: '“{value}” in {field} is not a whole number',
  },
  'field.number.negative': {
    zh: '{field} 的面积为负：{value}',
    en: 'The area in {field} is negative: {value}',
  },
  'field.ratio.range': {
    zh: '{field} 的比例“{value}”不在 0–1 之间',
    en: 'The ratio “{value}” in {field} is not between 0 and 1',
  },
  'field.date.unreadable': { zh: '{field} 的“{value}”不是日期', en: '“{value}” in {field} is not a date' },
  'region.not-found': {
    zh: '图形不在任何已知的村、镇街或区内，也没有可用的坐落代码',
    en: 'The geometry lies in no known village, town or district, and no region code helps',
  },
  'region.code.unknown': {
    zh: '坐落代码 {value} 不是已知区划，按位置归入 {place}',
    en: 'The region code {value} is not known; the place puts it into {place}',
  },
  'region.code.unlisted': {
    zh: '坐落代码 {value} 不是已知区划，图形也不在已知区划内，按原代码保存',
    en: 'The region code {value} is not known and the geometry lies in no known region; the code is kept',
  },
  'region.code.elsewhere': {
    zh: '坐落代码为 {value}，图形却位于 {place}',
    en: 'The region code is {value}, but the geometry lies in {place}',
  },
  'layer.rows.already-there': {
    zh: '该范围内本图层已有 {count} 个现行要素，导入后会重叠',
    en: 'The layer already has {count} current features in this extent: they will overlap',
  },
  'geometry.missing': { zh: '没有图形', en: 'There is no geometry' },
  'geometry.vertices.too-many': {
    zh: '图形有 {count} 个节点，上限 {limit} 个',
    en: 'The geometry has {count} points; the limit is {limit}',
  },
  'geometry.type.not-polygon': {
    zh: '图形是 {type}，本图层只收面',
    en: 'The geometry is a {type}; the layer takes polygons',
  },
  'geometry.place.outside-district': {
    zh: '图形不在本区范围内',
    en: 'The geometry lies outside this district',
  },
  'geometry.place.not-on-earth': {
    zh: '按该坐标系换算的经纬度超出地球范围',
    en: 'Read in this CRS the coordinates are not on the earth',
  },
  'geometry.ring.not-finite': {
    zh: '第 {part} 部分第 {ring} 环第 {vertex} 点的坐标不是有限数值（NaN 或无穷大）',
    en: 'Part {part}, ring {ring}, vertex {vertex}: the coordinate is not a finite number (NaN or infinity)',
  },
  'geometry.ring.too-few-points': {
    zh: '第 {part} 部分第 {ring} 环只有 {points} 个点',
    en: 'Part {part}, ring {ring} has only {points} points',
  },
  'geometry.ring.unclosed': {
    zh: '第 {part} 部分第 {ring} 环没有闭合',
    en: 'Part {part}, ring {ring} is not closed',
  },
  'geometry.ring.zero-area': {
    zh: '第 {part} 部分第 {ring} 环没有面积',
    en: 'Part {part}, ring {ring} has no area',
  },
  'geometry.ring.duplicate-point': {
    zh: '第 {part} 部分第 {ring} 环第 {vertex} 点与前一点重复',
    en: 'Part {part}, ring {ring}: vertex {vertex} repeats the one before',
  },
  'geometry.ring.spike': {
    zh: '第 {part} 部分第 {ring} 环在 ({x}, {y}) 处有折返尖刺',
    en: 'Part {part}, ring {ring} has a spike at ({x}, {y})',
  },
  'geometry.ring.self-crossing': {
    zh: '第 {part} 部分第 {ring} 环在 ({x}, {y}) 处自相交',
    en: 'Part {part}, ring {ring} crosses itself at ({x}, {y})',
  },
  'geometry.ring.self-touching': {
    zh: '第 {part} 部分第 {ring} 环在 ({x}, {y}) 处自接触',
    en: 'Part {part}, ring {ring} touches itself at ({x}, {y})',
  },
  'geometry.rings.crossing': {
    zh: '第 {part} 部分第 {ring} 环与另一环在 ({x}, {y}) 处相交',
    en: 'Part {part}, ring {ring} crosses another ring at ({x}, {y})',
  },
  'geometry.rings.overlapping': {
    zh: '第 {part} 部分第 {ring} 环与另一环有一段重合',
    en: 'Part {part}, ring {ring} shares a stretch with another ring',
  },
  'geometry.hole.outside-shell': {
    zh: '第 {part} 部分的洞（第 {ring} 环）在外环之外',
    en: 'Part {part}: the hole (ring {ring}) lies outside its shell',
  },
  'geometry.hole.nested': {
    zh: '第 {part} 部分的洞（第 {ring} 环）在另一个洞里',
    en: 'Part {part}: the hole (ring {ring}) lies in another hole',
  },
  'geometry.shell.nested': {
    zh: '第 {part} 部分的外环在另一部分之内',
    en: 'Part {part}: its shell lies inside another part',
  },
  'geometry.polygon.empty': { zh: '面没有任何环', en: 'The polygon has no ring' },
  'geometry.part.narrow': {
    zh: '第 {part} 部分过于狭长（平均宽 {width} 米），可能是碎面',
    en: 'Part {part} is very narrow ({width} m wide on average): it may be a sliver',
  },
  'coverage.overlap': {
    zh: '与 {label} 重叠 {area} 平方米',
    en: 'Overlaps {label} by {area} m²',
  },
  'coverage.gap': {
    zh: '与相邻图斑之间留出 {area} 平方米空隙',
    en: 'Leaves a gap of {area} m² to its neighbours',
  },
  'geometry.database.invalid': {
    zh: '数据库的几何检查不通过：{reason}',
    en: 'The database finds the geometry invalid: {reason}',
  },
};

/** The sentence of a finding in both languages; the code itself where there is none. */
export function findingMessage({ code, context, row }: Pick<Finding, 'code' | 'context' | 'row'>): Bilingual {
  const message = findingMessages[code] ?? { zh: code, en: code };
  const fill = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => shown(context[name] ?? whole));
  const where =
    row === undefined || code.startsWith('file.')
      ? { zh: '', en: '' }
      : { zh: `第 ${row} 行：`, en: `Row ${row}: ` };
  return { zh: where.zh + fill(message.zh), en: where.en + fill(message.en) };
}

/** Coordinates and areas without the digits that nobody reads. */
function shown(value: string | number): string {
  return typeof value === 'number' ? String(Number(value.toFixed(7))) : value;
}
