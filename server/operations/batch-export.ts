import { layerById } from '#core/catalog/index.ts';
import type { Batch, BatchAreas } from '#core/contract/batches.ts';
import { invalidValue } from '#core/edits/problems.ts';
import { csvLine, csvStart } from '#core/formats/csv-line.ts';
import { encodeGbk } from '#core/formats/gbk.ts';
import { surveyTxt } from '#core/formats/survey-txt.ts';
import { areaText, squareMeters, toFixedHalfUp } from '#core/geometry/units.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { sandiao2019 } from '#core/vocabulary/lists/sandiao-2019.ts';
import type { Run } from '#server/access/access.ts';
import { dayOf } from '#server/db/moments.ts';
import { resolvedMoments } from '#server/db/tables/as-of.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { viewOfBatch } from '#server/operations/batch-view.ts';
import { requireRight } from '#server/operations/edit-rights.ts';
import { demonstrationMark } from '#server/operations/export-files.ts';
import type { WhatIfContext } from '#server/operations/what-if.ts';

export interface BatchExport {
  readonly format: 'txt' | 'areas-csv';
  readonly encoding: 'gbk' | 'utf-8';
}

const batches = layerById('conversion_batches');
const parcelsLayer = layerById('conversion_parcels');

/**
 * 导出批次: coordinates for approval as TXT, or the areas by class as CSV; leaves an audit line.
 *
 * @throws Problem `batch-not-found`, `not-allowed`, `invalid-value` where the format or the encoding cannot hold a name
 */
export function exportBatch(
  { run, ...context }: Omit<WhatIfContext, 'db'> & { readonly run: Run },
  id: number,
  { format, encoding }: BatchExport,
): Promise<FileAnswer> {
  return run(
    async (tx) => {
      const { actor } = context;
      const batch = await viewOfBatch({ ...context, db: tx }, id);
      requireRight(actor, ['export'], batches, batch.regionCode);
      for (const { regionCode } of batch.parcels) requireRight(actor, ['export'], parcelsLayer, regionCode);
      const { demonstration } = await workspaceSetting(tx);
      const day = dayOf((await resolvedMoments(tx, {})).asOf);
      const file =
        format === 'txt' ? txtOf(batch, day, demonstration, encoding) : csvOf(batch, demonstration);
      await recordAct(tx, {
        action: 'export.batch',
        layer: batches.id,
        subject: id,
        regionCode: batch.regionCode,
        detail: {
          ...{ format, encoding: format === 'txt' ? encoding : 'utf-8', rows: batch.parcels.length },
          ...{ areaSquareMeters: batch.areas.totalSquareMeters, version: batch.versionId },
        },
      });
      const title = format === 'txt' ? '报批坐标' : '分类面积表';
      const name = [demonstration ? demonstrationMark : '', batch.number, batch.name, title, day];
      const safe = name
        .filter(Boolean)
        .join('_')
        .replaceAll(/[\\/:*?"<>|]/g, '_');
      return new FileAnswer(
        `${safe}.${format === 'txt' ? 'txt' : 'csv'}`,
        format === 'txt' ? `text/plain; charset=${encoding}` : 'text/csv',
        [file],
      );
    },
    { write: true },
  );
}

function txtOf(
  batch: Batch,
  day: string,
  demonstration: boolean,
  encoding: 'gbk' | 'utf-8',
): string | Uint8Array {
  const { text, findings } = surveyTxt(
    batch.parcels.map((parcel) => ({
      number: parcel.number,
      name: parcel.name,
      use: parcel.plannedUse ?? '',
      landClass: parcel.landClassAfter ?? '',
      geometry: parcel.geometry,
    })),
    { producer: demonstration ? `${demonstrationMark}（虚构）` : '', date: day },
  );
  const [first] = findings;
  if (first) {
    const { plot, field, value } = first.context;
    throw first.code === 'survey-txt.ring.vanished'
      ? invalidValue('geometry', {
          zh: `地块 ${plot} 小于一毫米`,
          en: `Plot ${plot} is smaller than a millimetre`,
        })
      : invalidValue(
          String(field),
          {
            zh: `地块 ${plot} 的“${value}”含半角逗号、换行或 @，报批坐标格式无法表示，请改用全角符号`,
            en: `“${value}” of plot ${plot} holds a comma, a line break or @, which the format cannot write; use full-width signs`,
          },
          value,
        );
  }
  if (encoding === 'utf-8') return text;
  const encoded = encodeGbk(text);
  if ('bytes' in encoded) return encoded.bytes;
  throw invalidValue(
    'encoding',
    {
      zh: `“${encoded.unknown}”不在 GBK 字符集内，请改选 UTF-8`,
      en: `GBK has no “${encoded.unknown}”; choose UTF-8`,
    },
    encoded.unknown,
  );
}

/** 分类面积表: a line for each parcel and one for the batch; columns in hectares, then every class in m². */
function csvOf(batch: Batch, demonstration: boolean): string {
  const classes = batch.areas.byClass.map(({ code }) => code);
  const groups = [
    ['总面积', 'totalSquareMeters'],
    ['农用地', 'agriculturalSquareMeters'],
    ['其中耕地', 'farmlandSquareMeters'],
    ['其中永久基本农田', 'permanentSquareMeters'],
    ['建设用地', 'constructionSquareMeters'],
    ['未利用地', 'unusedSquareMeters'],
    ['无地类图斑', 'unsurveyedSquareMeters'],
  ] as const;
  const figures = (areas: BatchAreas) => [
    ...groups.map(([, key]) => Number(areaText(squareMeters(areas[key]), 'ha', 4))),
    ...groups.map(([, key]) => Number(toFixedHalfUp(areas[key], 2))),
    ...classes.map((code) => areas.byClass.find((one) => one.code === code)?.areaSquareMeters ?? 0),
  ];
  const nature = demonstration ? [demonstrationMark] : [];
  return (
    csvStart +
    [
      [
        ...['批次编号', '地块编号', '地块名称', '规划用途', '转用后地类'],
        ...groups.map(([title]) => `${title}（公顷）`),
        ...groups.map(([title]) => `${title}（平方米）`),
        ...classes.map((code) => `${code} ${nameIn(sandiao2019, code, 'zh')}（平方米）`),
        ...(demonstration ? ['数据性质'] : []),
      ],
      ...batch.parcels.map((parcel) => [
        ...[batch.number, parcel.number, parcel.name, parcel.plannedUse, parcel.landClassAfter],
        ...figures(parcel.areas),
        ...nature,
      ]),
      [batch.number, '合计', batch.name, null, null, ...figures(batch.areas), ...nature],
    ]
      .map((cells) => csvLine(cells))
      .join('')
  );
}
