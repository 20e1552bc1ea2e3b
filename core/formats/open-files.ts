import { Problem } from '#core/problem.ts';
import { formats } from './index.ts';
import { emptyFile } from './problems.ts';
import { splitName } from './text.ts';
import type { OpenedSource, OpenOptions, SourceFile } from './types.ts';
import { isZip, openZip, type ZipLimits, zipLimits } from './zip.ts';
import type { ByteSource } from './zip-directory.ts';

/**
 * 打开导入文件: what a person dropped (one archive, or loose files) as one table, by the format that recognises it best.
 * @throws Problem when nothing can be read from it
 */
export async function openFiles(
  sources: readonly ByteSource[],
  options: OpenOptions,
  limits: ZipLimits = zipLimits,
): Promise<OpenedSource> {
  const files = sources.flatMap((source) => {
    if (source.size === 0) throw emptyFile(source.name, '文件长度为 0', 'the file has no bytes');
    return isZip(source.name, source.read(0, 4)) ? openZip(source, limits) : [looseFile(source)];
  });
  const best = formats
    .map((format) => ({ format, confidence: format.sniff(files) }))
    .reduce((a, b) => (b.confidence > a.confidence ? b : a));
  if (best.confidence === 0) throw unknownFormat(files);
  return best.format.open(files, options);
}

function looseFile(source: ByteSource): SourceFile {
  return { name: source.name, size: source.size, bytes: () => source.read(0, source.size) };
}

function unknownFormat(files: readonly SourceFile[]): Problem {
  const names = files.slice(0, 5).map(({ name }) => name);
  const nested = files.some(({ name }) => splitName(name).extension === '.zip');
  const known = formats.map(({ title, extensions }) => `${title.zh}（${extensions[0]}）`).join('、');
  const knownEnglish = formats.map(({ title, extensions }) => `${title.en} (${extensions[0]})`).join(', ');
  return new Problem({
    type: 'format-unknown',
    status: 422,
    title: { zh: '不认识的文件格式', en: 'Unknown file format' },
    detail: {
      zh: `收到 ${names.join('、')}${nested ? '；压缩包里的压缩包不会打开' : ''}。`,
      en: `Received ${names.join(', ')}${nested ? '; an archive inside an archive is not opened' : ''}.`,
    },
    next: {
      zh: `可导入：${known}，或它们的 zip。`,
      en: `These can be imported: ${knownEnglish}, or a zip of them.`,
    },
    place: { file: names[0] ?? '' },
  });
}
