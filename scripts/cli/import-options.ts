import { parseArgs } from 'node:util';
import { catalog, layerById } from '#core/catalog/index.ts';
import { type ImportSettings, importSettingsSchema, type Mapping } from '#core/contract/imports.ts';
import { UsageError } from './usage-error.ts';

export interface ImportOptions {
  readonly paths: readonly string[];
  readonly settings: ImportSettings;
  readonly name: string | undefined;
  readonly yes: boolean;
  /** Columns mapped on the command line; they go over what the reader proposes. */
  readonly mapping: Mapping;
}

/** Options of `gengjie import`. @throws UsageError */
export function importOptions(words: readonly string[]): ImportOptions {
  const { positionals, values } = parse(words);
  if (positionals.length === 0)
    throw new UsageError({ zh: '请给出要导入的文件', en: 'Give the file to import' });
  const layer = layerById(values.layer ?? '');
  if (!layer?.importable) {
    const names = catalog.filter(({ importable }) => importable).map(({ id }) => id);
    throw new UsageError({
      zh: `请用 --layer 指定图层：${names.join('、')}`,
      en: `Name the layer with --layer: ${names.join(', ')}`,
    });
  }
  const mapping: Mapping = {};
  for (const [column, from] of pairs(values.map)) mapping[column] = { from };
  for (const [column, value] of pairs(values.set)) mapping[column] = { value };
  return {
    paths: positionals,
    name: values.name,
    yes: values.yes ?? false,
    mapping,
    settings: importSettingsSchema.parse({
      layer: layer.id,
      crs: crsOf(values.crs),
      encoding: values.encoding ?? null,
      table: values.table ?? null,
      swapAxes: values['swap-axes'] ?? false,
      confirmOutside: values['confirm-outside'] ?? false,
      skipBadRows: values['skip-bad-rows'] ?? false,
      repair: values['make-valid'] ? 'make-valid' : 'none',
    }),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        layer: { type: 'string', short: 'l' },
        crs: { type: 'string' },
        encoding: { type: 'string' },
        table: { type: 'string' },
        name: { type: 'string', short: 'n' },
        map: { type: 'string', multiple: true },
        set: { type: 'string', multiple: true },
        'swap-axes': { type: 'boolean' },
        'confirm-outside': { type: 'boolean' },
        'skip-bad-rows': { type: 'boolean' },
        'make-valid': { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ zh: `参数有误：${reason}`, en: `Wrong options: ${reason}` });
  }
}

function crsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const code = /^(?:EPSG:)?(\d{4,6})$/i.exec(text.trim())?.[1];
  if (code) return Number(code);
  throw new UsageError({
    zh: `坐标系应写成 EPSG:4527，得到“${text}”`,
    en: `Write the CRS as EPSG:4527, not “${text}”`,
  });
}

function pairs(texts: readonly string[] | undefined): [string, string][] {
  return (texts ?? []).map((text) => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw new UsageError({ zh: `应写成 列=字段，得到“${text}”`, en: `Write column=field, not “${text}”` });
  });
}
