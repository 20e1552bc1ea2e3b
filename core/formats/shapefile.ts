import type { Finding } from '#core/finding.ts';
import { Problem } from '#core/problem.ts';
import { openDbf, readDbf, textSample } from './dbf.ts';
import { decideEncoding, sideText } from './encoding.ts';
import { broken, emptyFile } from './problems.ts';
import { countShp, readShp } from './shp.ts';
import { splitName } from './text.ts';
import type { Format, OpenedSource, OpenOptions, SourceFile } from './types.ts';

/** Shapefile: .shp with its companions of the same name; only the .shp must be there. */
export const shapefile: Format = {
  id: 'shapefile',
  title: { zh: 'Shapefile', en: 'Shapefile' },
  extensions: ['.shp'],
  sidecars: ['.dbf', '.prj', '.cpg', '.shx'],
  sniff(files) {
    if (files.some(({ name }) => splitName(name).extension === '.shp')) return 1;
    // A .dbf without its .shp is a shapefile somebody forgot half of: the reader says which half.
    return files.some(({ name }) => ['.dbf', '.shx'].includes(splitName(name).extension)) ? 0.4 : 0;
  },
  open: openShapefile,
};

async function openShapefile(files: readonly SourceFile[], options: OpenOptions): Promise<OpenedSource> {
  const shps = files.filter(({ name }) => splitName(name).extension === '.shp');
  if (shps.length === 0) throw missingShp(files);
  const shp = shps.find(({ name }) => tableName(name) === options.table) ?? shps[0]!;
  const side = (extension: string) => sidecar(files, shp.name, extension);
  const [dbf, prj, cpg] = [side('.dbf'), side('.prj'), side('.cpg')];
  const shpBytes = shp.bytes();
  if (shpBytes.length === 0) throw emptyFile(shp.name, '文件长度为 0', 'the file has no bytes');

  const findings: Finding[] = [];
  const note = (code: string, severity: Finding['severity'], file: string) =>
    findings.push({ code, severity, subject: `file ${file}`, id: `${code}:${file}`, context: { file } });
  if (!dbf) note('file.dbf.missing', 'warning', shp.name);
  if (!prj) note('file.prj.missing', 'warning', shp.name);

  const table = dbf ? openDbf(dbf.name, dbf.bytes()) : null;
  const { decision, findings: doubts } = decideEncoding({
    choice: options.encoding,
    cpg: cpg && sideText(cpg.bytes()),
    cpgName: cpg?.name,
    ldid: table?.ldid,
    sample: table ? textSample(table) : [],
    file: dbf?.name ?? shp.name,
  });
  findings.push(...doubts);
  let reader = table ? readDbf(table, decision.value) : null;
  const featureCount = countShp(shpBytes);
  if (table && table.recordCount !== featureCount) {
    // A .shp cut short has fewer records too: let its own reader say where.
    for (const _ of readShp(shp.name, shpBytes));
    throw countMismatch(shp.name, featureCount, dbf!.name, table.recordCount);
  }
  const prjText = prj ? sideText(prj.bytes()).trim() : '';
  return {
    format: 'shapefile',
    fileName: shp.name,
    parts: [shp, dbf, prj, cpg].flatMap((part) => (part ? [part.name] : [])),
    tables: shps.map(({ name }) => tableName(name)),
    table: tableName(shp.name),
    fields: reader?.fields ?? [],
    featureCount,
    crs: prj && prjText !== '' ? { text: prjText, from: prj.name, implied: false } : null,
    encoding: decision,
    findings,
    *features(wanted) {
      reader = table ? readDbf(table, decision.value) : null;
      for (const [row, geometry] of readShp(shp.name, shpBytes)) {
        const values = reader ? reader.record(row - 1, wanted) : [];
        if (values !== null) yield { row, geometry, values };
      }
    },
    rowFindings: () => reader?.findings() ?? [],
    close() {},
  };
}

/** The companion of a .shp: same folder and name whatever the case, another extension (`a.shp.xml` is none). */
function sidecar(files: readonly SourceFile[], shp: string, extension: string): SourceFile | undefined {
  const own = splitName(shp);
  return files.find(({ name }) => {
    const other = splitName(name);
    return (
      other.extension === extension &&
      other.folder.toLowerCase() === own.folder.toLowerCase() &&
      other.stem.toLowerCase() === own.stem.toLowerCase()
    );
  });
}

function tableName(name: string): string {
  const { folder, stem } = splitName(name);
  return folder + stem;
}

function missingShp(files: readonly SourceFile[]): Problem {
  const names = files.map(({ name }) => name).join('、');
  return new Problem({
    type: 'shapefile-without-shp',
    status: 422,
    title: { zh: '缺少 .shp 文件', en: 'The .shp is missing' },
    detail: {
      zh: `收到 ${names}，其中没有含图形的 .shp。`,
      en: `Received ${names}: there is no .shp, which holds the geometry.`,
    },
    next: {
      zh: '请把 .shp、.dbf、.prj（以及 .cpg）一起选中，或打成一个 zip 后导入。',
      en: 'Select the .shp, .dbf and .prj (and .cpg) together, or import them as one zip.',
    },
    place: { file: files[0]?.name ?? '' },
  });
}

function countMismatch(shp: string, shapes: number, dbf: string, records: number): Problem {
  return broken(
    shp,
    `有 ${shapes} 个图形，而 ${dbf} 有 ${records} 条记录，两者不能对应`,
    `it holds ${shapes} shapes, but ${dbf} holds ${records} records: they do not belong together`,
    { place: { row: Math.min(shapes, records) + 1 } },
  );
}
