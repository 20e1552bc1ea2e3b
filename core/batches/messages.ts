import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { BatchCheck } from '#core/contract/batches.ts';
import type { Finding } from '#core/finding.ts';
import type { Bilingual } from '#core/problem.ts';

/** 检查的名称. */
export const checkTitles: Readonly<Record<BatchCheck['code'], Bilingual>> = {
  'permanent-farmland': { zh: '永久基本农田', en: 'Permanent basic farmland' },
  'ecological-redline': { zh: '生态保护红线', en: 'Ecological redline' },
  'sum-of-parcels': { zh: '地块合计与批次相符', en: 'Parcels add up to the batch' },
  'earlier-batch': { zh: '与先前批次不重叠', en: 'No overlap with an earlier batch' },
  'parcels-overlap': { zh: '地块之间不重叠', en: 'Parcels do not overlap' },
  unsurveyed: { zh: '全部有地类图斑', en: 'Surveyed throughout' },
  'outside-urban-boundary': { zh: '城镇开发边界内', en: 'Inside the urban boundary' },
  floor: { zh: '控制指标', en: 'Floors' },
  balance: { zh: '占补平衡', en: 'Farmland balance' },
  'class-after': { zh: '转用后地类', en: 'Class after conversion' },
};

const messages: Readonly<Record<string, Bilingual>> = {
  'batch.permanent-farmland.touched': {
    zh: '地块 {parcel} 占永久基本农田 {squareMeters} m²（{features}）',
    en: 'Parcel {parcel} takes {squareMeters} m² of permanent basic farmland ({features})',
  },
  'batch.ecological-redline.touched': {
    zh: '地块 {parcel} 占生态保护红线 {squareMeters} m²（{features}）',
    en: 'Parcel {parcel} takes {squareMeters} m² inside the ecological redline ({features})',
  },
  'batch.parcels.none': { zh: '批次没有地块', en: 'The batch has no parcels' },
  'batch.outline.differs': {
    zh: '批次范围与地块不符：范围内有 {uncoveredSquareMeters} m² 没有地块，地块有 {beyondSquareMeters} m² 在范围外',
    en: 'Outline and parcels differ: {uncoveredSquareMeters} m² of the outline has no parcel, {beyondSquareMeters} m² of parcels lies beyond it',
  },
  'batch.reported.differs': {
    zh: '上报面积 {reported}{unit}，图形面积按同样的小数位是 {printed}{unit}',
    en: 'Reported are {reported} {unit}; to the same decimals the outline comes to {printed} {unit}',
  },
  'batch.reported.unreadable': {
    zh: '上报面积“{reported} {unit}”读不出数值和单位，无法核对',
    en: 'The reported area “{reported} {unit}” cannot be read as a figure and a unit, so nothing was compared',
  },
  'batch.earlier-batch.shared': {
    zh: '地块 {parcel} 与批次 {batch} 的地块 {other} 重叠 {squareMeters} m²',
    en: 'Parcel {parcel} overlaps parcel {other} of batch {batch} by {squareMeters} m²',
  },
  'batch.parcels-overlap.shared': {
    zh: '地块 {parcel} 与地块 {other} 重叠 {squareMeters} m²',
    en: 'Parcels {parcel} and {other} overlap by {squareMeters} m²',
  },
  'batch.ground.unsurveyed': {
    zh: '有 {squareMeters} m² 没有地类图斑，分类面积无从计算',
    en: '{squareMeters} m² has no land parcel: its class is not known',
  },
  'batch.urban-boundary.outside': {
    zh: '有 {squareMeters} m² 在城镇开发边界之外',
    en: '{squareMeters} m² lies outside the urban boundary',
  },
  'batch.floor.broken': {
    zh: '{region}{year}年“{target}”将不达标，差 {squareMeters} m²',
    en: '“{target}” of {region} for {year} would be missed by {squareMeters} m²',
  },
  'batch.floor.not-measured': {
    zh: '{region}{year}年“{target}”无法量算，不能判断是否守住',
    en: '“{target}” of {region} for {year} cannot be measured, so nobody knows whether it holds',
  },
  'batch.floor.none': {
    zh: '该地区没有耕地或永久基本农田的控制指标可对照',
    en: 'The region has no floor of farmland to compare with',
  },
  'batch.balance.shortfall': {
    zh: '须补充耕地 {occupiedSquareMeters} m²，台账可用 {suppliedSquareMeters} m²，尚缺 {squareMeters} m²',
    en: '{occupiedSquareMeters} m² of farmland must be made good, the ledger has {suppliedSquareMeters} m²: {squareMeters} m² is missing',
  },
  'batch.class-after.missing': {
    zh: '地块 {parcel} 没有填写转用后地类',
    en: 'Parcel {parcel} names no class after conversion',
  },
  'batch.class-after.unsuitable': {
    zh: '地块 {parcel} 的转用后地类“{landClass}”不是国土调查的非耕地地类',
    en: 'The class after conversion of parcel {parcel}, “{landClass}”, is no survey class other than farmland',
  },
  'batch.check.layer-unseen': {
    zh: '图层“{layer}”没有数据，或超出您能看到的范围，此项未能检查',
    en: 'The layer “{layer}” has no data, or you do not see all of it, so this was not checked',
  },
  'batch.check.not-cut': {
    zh: '地块 {parcel} 未能与现状套合，此项未能检查',
    en: 'Parcel {parcel} could not be cut with the ground, so this was not checked',
  },
};

/** The sentence of a finding of batches in both languages. */
export function batchMessage({ code, context }: Pick<Finding, 'code' | 'context'>): Bilingual {
  const message = messages[code];
  if (!message) throw new RangeError(`no message for ${code}`);
  const fill = (language: keyof Bilingual) =>
    message[language].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = context[name] ?? '';
      return name === 'layer' ? layerById(value as LayerId).title[language] : String(value);
    });
  return { zh: fill('zh'), en: fill('en') };
}
