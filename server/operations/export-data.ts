import { layerById } from '#core/catalog/index.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { regionPrefix, type Subject, scopeOf } from '#core/rights/rights.ts';
import type { Run } from '#server/access/access.ts';
import type { Actor } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { dayOf, type Moments } from '#server/db/moments.ts';
import { type MomentQuery, resolvedMoments } from '#server/db/tables/as-of.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { type Extract, extractFacts, extractRows } from '#server/db/tables/exports.ts';
import { measuredRows } from '#server/db/tables/measurements.ts';
import { regionByCode } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { targetById } from '#server/db/tables/targets.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { regionNotFound, targetNotFound, targetNotMeasured } from '#server/http/target-problems.ts';
import {
  demonstrationMark,
  type FileFrame,
  geoJsonOf,
  layerCsvOf,
  targetRowsCsv,
  targetsCsv,
} from '#server/operations/export-files.ts';
import { measuredTargets, measuredWhole } from '#server/operations/measure-targets.ts';
import { questionOf } from '#server/operations/measurements.ts';

/** Who exports, and how to ask the database in their rights. */
export interface Exporter {
  readonly actor: Actor;
  readonly run: Run;
}

export interface LayerExport extends MomentQuery {
  readonly layer: LayerDefinition;
  readonly format: 'geojson' | 'csv';
  readonly region?: string | undefined;
  readonly personal: boolean;
}

/**
 * 导出图层. The audit line, with count, area and extent, is committed before the first byte leaves; then the rows are read page by page by
 * their versions, which do not change, so that a slow reader holds no transaction open.
 *
 * @throws Problem `region-not-found`, `not-allowed`
 */
export async function exportLayer({ actor, run }: Exporter, wish: LayerExport): Promise<FileAnswer> {
  const { layer, format, personal } = wish;
  const { frame, versionIds, place } = await run(
    async (tx) => {
      const moments = await resolvedMoments(tx, wish);
      const region = wish.region === undefined ? undefined : await visibleRegion(tx, wish.region, moments);
      requireExport(actor, layer.id, region?.code);
      const prefix = region ? regionPrefix(region.code) : '';
      const extract: Extract = { layer, prefix, moments, personal };
      const { versionIds, ...facts } = await extractFacts(tx, extract);
      const { demonstration } = await workspaceSetting(tx);
      const act = {
        layer: layer.id,
        ...(region ? { regionCode: region.code } : {}),
        detail: { format, rows: versionIds.length, ...facts, moments, personal },
      };
      if (personal) {
        const fields = layer.fields.filter((field) => field.personal).map(({ name }) => name);
        await recordAct(tx, { ...act, action: 'personal.read', detail: { ...act.detail, fields } });
      }
      await recordAct(tx, { ...act, action: 'export.layer' });
      const frame: FileFrame = { layer, moments, personal, demonstration };
      return { frame, versionIds, place: region?.name };
    },
    { write: true },
  );
  const geometry = format === 'geojson';
  const pages = wholePages(versionIds, geometry ? 200 : 1000, (ids) =>
    run((tx) => extractRows(tx, frame, ids, geometry)),
  );
  const name = fileName([layer.title.zh, place], frame, format);
  return geometry
    ? new FileAnswer(name, 'application/geo+json', geoJsonOf(frame, pages))
    : new FileAnswer(name, 'text/csv', layerCsvOf(frame, pages));
}

/** 导出指标报表: as of one moment always the same bytes. */
export async function exportTargets(
  { actor, run }: Exporter,
  wish: MomentQuery & { readonly region: string; readonly year?: number | undefined },
): Promise<FileAnswer> {
  return run(
    async (tx) => {
      const moments = await resolvedMoments(tx, wish);
      const region = await visibleRegion(tx, wish.region, moments);
      requireExport(actor, 'targets', region.code);
      const year = wish.year ?? null;
      const targets = await measuredTargets(tx, actor, { region, year, moments });
      const { demonstration } = await workspaceSetting(tx);
      await recordAct(tx, {
        action: 'export.targets',
        layer: 'targets',
        regionCode: region.code,
        detail: { format: 'csv', rows: targets.length, year, moments },
      });
      const title = year === null ? '控制指标报表' : `控制指标报表_${year}年`;
      return new FileAnswer(fileName([title, region.name], { moments, demonstration }, 'csv'), 'text/csv', [
        targetsCsv(targets, moments, demonstration),
      ]);
    },
    { write: true },
  );
}

/** 导出图斑清单: the rows of a figure, as of one moment always the same bytes. */
export async function exportTargetRows(
  { actor, run }: Exporter,
  id: number,
  wish: MomentQuery & { readonly region?: string | undefined },
): Promise<FileAnswer> {
  const { target, question, moments, demonstration, layer, count, place } = await run(
    async (tx) => {
      const moments = await resolvedMoments(tx, wish);
      const target = await targetById(tx, id, moments);
      if (!target) throw targetNotFound(id);
      const regionCode = wish.region ?? target.regionCode;
      const prefix = regionPrefix(regionCode);
      if (!prefix.startsWith(regionPrefix(target.regionCode))) throw regionNotFound(regionCode);
      const total = await measuredWhole(tx, actor, target, regionCode, moments);
      if (!total || !target.formula) throw targetNotMeasured(id);
      const layer = layerById(total.layer);
      requireWholeExport(actor, layer.id, prefix);
      const region = await regionByCode(tx, regionCode, moments);
      const { demonstration } = await workspaceSetting(tx);
      await recordAct(tx, {
        action: 'export.rows',
        layer: layer.id,
        subject: id,
        regionCode,
        detail: { format: 'csv', rows: total.rowCount, areaSquareMeters: total.value, moments },
      });
      const question = questionOf(target, target.formula, regionCode, moments);
      return { target, question, moments, demonstration, layer, count: total.rowCount, place: region?.name };
    },
    { write: true },
  );
  const limit = 20_000;
  const pages = pagesOf(count, limit, (after) =>
    run(async (tx) => (await measuredRows(tx, question, { after, limit, geometry: false })).rows),
  );
  const name = fileName(
    [`${target.title.zh}图斑清单_${target.year}年`, place],
    { moments, demonstration },
    'csv',
  );
  return new FileAnswer(name, 'text/csv', targetRowsCsv(pages, layer, demonstration));
}

async function visibleRegion(tx: Queryable, code: string, moments: Moments) {
  const region = await regionByCode(tx, code, moments);
  if (!region) throw regionNotFound(code);
  return region;
}

/** Somewhere in the region at least; rows outside the right are left out. */
function requireExport(actor: Actor, subject: Subject, regionCode?: string): void {
  const prefixes = scopeOf(actor.grants, subject, 'export');
  const wanted = regionCode === undefined ? '' : regionPrefix(regionCode);
  if (!prefixes.some((prefix) => prefix.startsWith(wanted) || wanted.startsWith(prefix))) throw notAllowed();
}

/** A list that sums to a figure is exported whole or not at all. */
function requireWholeExport(actor: Actor, subject: Subject, prefix: string): void {
  if (!scopeOf(actor.grants, subject, 'export').some((granted) => prefix.startsWith(granted))) {
    throw notAllowed();
  }
}

/** The rows of versions, so many at a time; see {@link pagesOf} for what happens when one is missing. */
async function* wholePages<Row>(
  versionIds: readonly number[],
  size: number,
  read: (versionIds: readonly number[]) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let start = 0; start < versionIds.length; start += size) {
    const wanted = versionIds.slice(start, start + size);
    const rows = await read(wanted);
    if (rows.length !== wanted.length) throw incomplete(wanted.length, rows.length);
    yield rows;
  }
}

/**
 * Pages of rows until there are no more. Fewer or more than the audit line says means that rights changed meanwhile: the download then
 * breaks off, so that nobody takes a part for the whole.
 */
async function* pagesOf<Row extends { readonly id: number }>(
  count: number,
  limit: number,
  read: (after: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let [after, seen] = [0, 0];
  while (seen < count) {
    const rows = await read(after);
    seen += rows.length;
    if (rows.length === 0 || seen > count) break;
    yield rows;
    after = rows.at(-1)?.id ?? after;
    if (rows.length < limit) break;
  }
  if (seen !== count) throw incomplete(count, seen);
}

function incomplete(wanted: number, found: number): Error {
  return new Error(`an export of ${wanted} rows found ${found}`);
}

function fileName(
  parts: readonly (string | undefined)[],
  { moments, demonstration }: Pick<FileFrame, 'moments' | 'demonstration'>,
  extension: string,
): string {
  const words = [demonstration ? demonstrationMark : undefined, ...parts, dayOf(moments.asOf)];
  return `${words.filter((word) => word !== undefined).join('_')}.${extension}`;
}
