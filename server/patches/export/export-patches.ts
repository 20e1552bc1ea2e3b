import type { z } from 'zod';
import type { exportPatches as endpoint } from '#core/contract/patch-statistics.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import { regionPrefix, scopeOf } from '#core/rights/rights.ts';
import type { Run } from '#server/access/access.ts';
import type { Actor } from '#server/access/actor.ts';
import { notAllowed } from '#server/access/problems.ts';
import type { Queryable } from '#server/db/database.ts';
import { dayOf } from '#server/db/moments.ts';
import { resolvedMoments } from '#server/db/tables/as-of.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { exportedPatches } from '#server/db/tables/patches/patch-export.ts';
import { deadlineGroups } from '#server/db/tables/patches/patch-list.ts';
import { regionNames } from '#server/db/tables/regions.ts';
import { workspaceSetting } from '#server/db/tables/settings.ts';
import { FileAnswer } from '#server/http/file-answer.ts';
import { demonstrationMark } from '#server/operations/export-files.ts';
import { writtenPatches } from '#server/patches/export/write-patches.ts';
import { groupDeadlines, patchClock } from '#server/patches/office/deadline.ts';
import { farmlandPieces, newestLayerAccount } from '#server/patches/office/layer-account.ts';
import { inWritingThread } from '#server/reports/writing-thread.ts';

/** One line of the file, with what only the newest account of the layer knows; null: nobody has measured it. */
export type ExportLine = Awaited<ReturnType<typeof exportedPatches>>[number] & {
  readonly town: string;
  readonly village: string;
  readonly farmlandSquareMeters: number | null;
  readonly permanentSquareMeters: number | null;
};

/** What the thread that writes the file is given. */
export interface PatchExport {
  readonly format: 'xlsx' | 'gpkg';
  readonly lines: readonly ExportLine[];
  readonly county: string;
  /** 示意数据; null for real data. */
  readonly mark: string | null;
  /** UTC instant of the newest change, and its day in Beijing. */
  readonly asOf: string;
  readonly day: string;
  readonly accountMadeAt: string | null;
}

/** Written sooner than a thread starts, and nobody waits for long. */
const fewLines = 300;

const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  gpkg: 'application/geopackage+sqlite3',
} as const;

/**
 * 导出图斑: register, sums by class and by village, and the county's list as a workbook that computes; or the outlines with their fields as a GeoPackage. The audit
 * line is committed before the first byte leaves.
 *
 * @throws Problem `not-allowed`
 */
export async function exportPatches(
  { actor, run }: { readonly actor: Actor; readonly run: Run },
  { format, ...conditions }: z.output<NonNullable<typeof endpoint.query>>,
): Promise<FileAnswer> {
  const asked = conditions.region === undefined ? '' : regionPrefix(conditions.region);
  const granted = scopeOf(actor.grants, 'patches', 'export');
  if (!granted.some((prefix) => prefix.startsWith(asked) || asked.startsWith(prefix))) throw notAllowed();
  const data = await run(
    async (tx): Promise<PatchExport> => {
      const groups = groupDeadlines(await deadlineGroups(tx, conditions), await patchClock(tx));
      const rows = await exportedPatches(tx, conditions, groups, format === 'gpkg');
      const { lines, county, accountMadeAt } = await completed(tx, rows);
      const { demonstration } = await workspaceSetting(tx);
      const { asOf } = await resolvedMoments(tx, {});
      const area = rows.reduce((sum, { areaSquareMeters }) => sum + areaSquareMeters, 0);
      await recordAct(tx, {
        action: 'export.patches',
        layer: 'patches',
        ...(conditions.region === undefined ? {} : { regionCode: conditions.region }),
        detail: {
          ...{ format, rows: rows.length, areaSquareMeters: roundHalfUp(area, 2) },
          conditions: Object.fromEntries(
            Object.entries(conditions).filter(([, value]) => value !== undefined),
          ),
        },
      });
      const mark = demonstration ? demonstrationMark : null;
      return { format, lines, county, mark, asOf, day: dayOf(asOf), accountMadeAt };
    },
    { write: true },
  );
  const bytes =
    data.lines.length <= fewLines
      ? await writtenPatches(data)
      : await inWritingThread(new URL('./export-worker.ts', import.meta.url), data);
  const name = [data.mark, '图斑台账', data.county, data.day].filter((part) => part).join('_');
  return new FileAnswer(`${name}.${format}`, mediaTypes[format], [bytes], { byteCount: bytes.byteLength });
}

async function completed(tx: Queryable, rows: Awaited<ReturnType<typeof exportedPatches>>) {
  const regions = await regionNames(tx);
  const names = new Map(regions.map(({ code, name }) => [code.padEnd(12, '0'), name]));
  const newest = await newestLayerAccount(tx);
  const sum = (pieces: readonly { readonly signed: number }[]) =>
    pieces.reduce((total, { signed }) => total + signed, 0) / 100;
  const lines = rows.map((row): ExportLine => {
    const account = newest?.account.patches.has(row.id) ? newest.account : null;
    return {
      ...row,
      town: names.get(row.regionCode.slice(0, 9).padEnd(12, '0')) ?? '',
      village: names.get(row.regionCode.padEnd(12, '0')) ?? row.regionCode,
      farmlandSquareMeters: account && sum(farmlandPieces(account, row.id)),
      permanentSquareMeters: account && sum(account.permanent.get(row.id) ?? []),
    };
  });
  const district = rows[0]?.regionCode.slice(0, 6).padEnd(12, '0');
  return {
    lines,
    county: (district && names.get(district)) ?? '',
    accountMadeAt: newest?.account.madeAt ?? null,
  };
}
