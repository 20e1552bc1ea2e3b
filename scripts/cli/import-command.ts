import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { layerById } from '#core/catalog/index.ts';
import type { ImportPreview } from '#core/contract/imports.ts';
import { shapefile } from '#core/formats/shapefile.ts';
import { splitName } from '#core/formats/text.ts';
import { zipLimits } from '#core/formats/zip.ts';
import { areaText, squareMeters } from '#core/geometry/units.ts';
import { asSystem } from '#server/access/access.ts';
import type { Config } from '#server/config.ts';
import type { Database } from '#server/db/database.ts';
import { hashOfFile, hashOfImport } from '#server/imports/file-hash.ts';
import type { StoredFile } from '#server/imports/protocol.ts';
import { closeThreads } from '#server/imports/threads.ts';
import { type AnalysedImport, analyseImport, type ImportFiles } from '#server/operations/analyse-import.ts';
import { commitImport, refuseUnready } from '#server/operations/commit-import.ts';
import { type ImportOptions, importOptions } from './import-options.ts';
import { openForCommand } from './open.ts';
import { exitCodes, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** An administrator's file may be as large as the disk allows; a bomb is still told by its ratio. */
const limits = { ...zipLimits, totalBytes: 8 * zipLimits.totalBytes };

/** 导入: the same reading, checks and transaction as over HTTP. */
export const importCommand = {
  help: {
    zh: `npx gengjie import 文件… --layer 图层 [选项]

文件：zip、.shp（同名的 .dbf .prj .cpg 自动带上）、.gpkg、.geojson
  --layer 图层          如 land_parcels（必填）
  --crs EPSG:4527       坐标系；不填则按 .prj 或坐标判断
  --encoding gbk        属性编码；不填则按 .cpg、文件头或内容判断
  --table 名称          文件含多个表时选择
  --map 列=字段         字段对应，可重复，如 --map parcel_number=TBBH
  --set 列=值           所有行用同一个值，可重复，如 --set status=planned
  --name 批次名         默认用文件名
  --swap-axes           确认坐标两列互换
  --confirm-outside     确认数据在本区范围之外
  --make-valid          修复自相交等图形错误（逐行列出面积变化）
  --skip-bad-rows       跳过有错误的行；不填则有任何错误都不入库
  --yes                 不询问直接入库；没有终端又不带 --yes 时只预检`,
    en: `npx gengjie import FILE… --layer LAYER [options]

Files: zip, .shp (its .dbf .prj .cpg come along), .gpkg, .geojson
  --layer LAYER         e.g. land_parcels (required)
  --crs EPSG:4527       CRS; else told by the .prj or the coordinates
  --encoding gbk        encoding of the attributes; else told by .cpg, header or content
  --table NAME          which table of a file that has several
  --map COLUMN=FIELD    maps a field, may be repeated, e.g. --map parcel_number=TBBH
  --set COLUMN=VALUE    one value for all rows, may be repeated, e.g. --set status=planned
  --name NAME           name of the batch, default the file's
  --swap-axes           confirms that the columns are exchanged
  --confirm-outside     confirms data outside this district
  --make-valid          repairs self-crossing rings and the like; each change of area is listed
  --skip-bad-rows       leaves bad rows out; without it nothing is stored when any row has an error
  --yes                 stores without asking; without a terminal and without --yes it only checks`,
  },
  async run(words: readonly string[], config: Config, terminal: Terminal): Promise<number> {
    const options = importOptions(words);
    const files = options.paths.flatMap(withCompanions);
    const sha256 = hashOfImport(await Promise.all(files.map(({ path }) => hashOfFile(path))));
    const db = await openForCommand(config, terminal);
    try {
      return await importFiles(db, config, { files, sha256 }, options, terminal);
    } finally {
      await closeThreads();
      await db.close();
    }
  },
};

async function importFiles(
  db: Database,
  config: Config,
  upload: ImportFiles,
  options: ImportOptions,
  terminal: Terminal,
): Promise<number> {
  const analysed = await analyse(db, upload, options, terminal);
  report(analysed.preview, terminal);
  refuseUnready(analysed.preview);
  const { rows } = analysed.preview.commit;
  const sure = options.yes || (await terminal.confirm(`入库 ${rows} 行？`, `Store ${rows} rows?`));
  if (!sure) {
    terminal.say(
      '预检通过，没有入库（加 --yes 入库）。',
      'The check passed; nothing was stored (add --yes to store).',
    );
    return exitCodes.ok;
  }
  const name = options.name ?? analysed.preview.fileName;
  const batch = await commitImport(asSystem(db), config.home, upload, analysed, name, {
    onProgress: terminal.progress('入库', 'Storing'),
  });
  terminal.say(
    `已入库：批次 ${batch.id}“${batch.name}”，${batch.rowCount} 行，跳过 ${batch.skippedCount} 行。撤销：npx gengjie undo ${batch.id}`,
    `Stored as batch ${batch.id} “${batch.name}”: ${batch.rowCount} rows, ${batch.skippedCount} left out. To undo: npx gengjie undo ${batch.id}`,
  );
  return exitCodes.ok;
}

/** Reads once for the proposed mapping; columns named on the command line go over it in a second reading. */
async function analyse(
  db: Database,
  upload: ImportFiles,
  { settings, mapping }: ImportOptions,
  terminal: Terminal,
): Promise<AnalysedImport> {
  const reading = { limits, onProgress: terminal.progress('读取', 'Reading') };
  const first = await analyseImport(asSystem(db), upload, settings, reading);
  if (Object.keys(mapping).length === 0) return first;
  return analyseImport(
    asSystem(db),
    upload,
    { ...settings, mapping: { ...first.preview.mapping, ...mapping } },
    reading,
  );
}

function report(preview: ImportPreview, terminal: Terminal): void {
  const { fileName, featureCount, encoding, crs, findings, commit, areaSquareMeters, mapping } = preview;
  const hectares = areaText(squareMeters(areaSquareMeters), 'ha', 4);
  const mu = areaText(squareMeters(areaSquareMeters), 'mu', 2);
  terminal.say(`${fileName}：${featureCount} 行`, `${fileName}: ${featureCount} rows`);
  terminal.say(
    `编码 ${encoding.value}：${encoding.reason.zh}`,
    `Encoding ${encoding.value}: ${encoding.reason.en}`,
  );
  terminal.say(
    `坐标系 ${crs.epsg === null ? '未定' : `EPSG:${crs.epsg}`}：${crs.reason.zh}`,
    `CRS ${crs.epsg === null ? 'not settled' : `EPSG:${crs.epsg}`}: ${crs.reason.en}`,
  );
  const pairs = Object.entries(mapping).map(
    ([column, entry]) => `${column}=${'from' in entry ? entry.from : `“${entry.value}”`}`,
  );
  terminal.say(`字段对应 ${pairs.join(' ')}`, `Mapping ${pairs.join(' ')}`);
  terminal.say(
    `可入库 ${commit.rows} 行，椭球面积 ${hectares} 公顷（${mu} 亩）；有错误 ${commit.skipped} 行`,
    `${commit.rows} rows can be stored, ellipsoidal area ${hectares} ha (${mu} mu); ${commit.skipped} rows have errors`,
  );
  const marks = { error: '✗', warning: '!', info: '·' } as const;
  for (const { severity, message } of findings.first.slice(0, 20)) {
    process.stdout.write(`  ${marks[severity]} ${terminal.pick(message)}\n`);
  }
  for (const { row, areaBefore, areaAfter } of preview.repairs.slice(0, 20)) {
    const before = areaBefore?.toFixed(2) ?? '?';
    terminal.say(
      `  修复 第 ${row} 行：面积 ${before} → ${areaAfter.toFixed(2)} m²`,
      `  repaired row ${row}: area ${before} → ${areaAfter.toFixed(2)} m²`,
    );
  }
  for (const { batchId, name, layer } of preview.duplicates) {
    const title = layerById(layer)?.title ?? { zh: layer, en: layer };
    terminal.say(
      `  ! 同一文件已导入过：批次 ${batchId}“${name}”（${title.zh}）`,
      `  ! The same file was imported before: batch ${batchId} “${name}” (${title.en})`,
    );
  }
}

/** A .shp brings the files of the same name with it. */
function withCompanions(path: string): StoredFile[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new UsageError({ zh: `没有文件 ${path}`, en: `There is no file ${path}` });
  const own = splitName(basename(path));
  const names =
    own.extension === '.shp'
      ? readdirSync(dirname(path)).filter((name) => {
          const { stem, extension } = splitName(name);
          return stem.toLowerCase() === own.stem.toLowerCase() && shapefile.sidecars.includes(extension);
        })
      : [];
  return [basename(path), ...names].map((name) => {
    const full = join(dirname(path), name);
    return { name, path: full, size: statSync(full).size };
  });
}
