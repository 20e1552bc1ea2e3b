import type { z } from 'zod';
import type { getPatchPieces, PatchStatistics } from '#core/contract/patch-statistics.ts';
import { roundHalfUp } from '#core/geometry/units.ts';
import type { CodeList } from '#core/vocabulary/code-list.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { patchRegister1 } from '#core/vocabulary/lists/patch-register-1.ts';
import { patchState1 } from '#core/vocabulary/lists/patch-state-1.ts';
import type { Queryable } from '#server/db/database.ts';
import type { GroupDeadline, PatchConditions } from '#server/db/tables/patches/conditions.ts';
import { labelsOf } from '#server/db/tables/patches/overlay-pieces.ts';
import { deadlineGroups } from '#server/db/tables/patches/patch-list.ts';
import {
  keyedPatches,
  namedPatches,
  type StatisticKey,
  type StatisticRow,
  statisticRows,
} from '#server/db/tables/patches/patch-statistics.ts';
import { namesOfRegions } from '#server/db/tables/regions.ts';
import { groupDeadlines, patchClock } from '#server/patches/office/deadline.ts';
import {
  farmlandPieces,
  type LayerAccount,
  type LayerPiece,
  newestLayerAccount,
} from '#server/patches/office/layer-account.ts';

interface StatisticQuestion extends PatchConditions {
  readonly by: StatisticKey;
  readonly across?: StatisticKey | undefined;
}

/** 图斑统计: counts and areas by keys, and what of them is farmland by the newest account of the layer. */
export async function patchStatistics(tx: Queryable, question: StatisticQuestion): Promise<PatchStatistics> {
  const { by, across, ...conditions } = question;
  const lit = [by, across].includes('light') || conditions.light !== undefined;
  const groups = lit ? await litGroups(tx, conditions) : [];
  const rows = await statisticRows(tx, conditions, groups, { by, across });
  const name = await namesFor(tx, by, rows);
  const sum = (figure: (row: StatisticRow) => number) =>
    roundHalfUp(
      rows.reduce((total, row) => total + figure(row), 0),
      2,
    );
  return {
    rows: rows.map((row) => ({ key: row.key, name: name(row), across: row.across, ...talliesOf(row) })),
    ...talliesOf({
      issued: sum(({ issued }) => issued),
      issuedArea: sum(({ issuedArea }) => issuedArea),
      verified: sum(({ verified }) => verified),
      verifiedArea: sum(({ verifiedArea }) => verifiedArea),
      closed: sum(({ closed }) => closed),
      closedArea: sum(({ closedArea }) => closedArea),
      remaining: sum(({ remaining }) => remaining),
    }),
    overlay: await overlayByKey(tx, conditions, groups, by),
  };
}

function talliesOf(row: Omit<StatisticRow, 'key' | 'name' | 'across'>) {
  return {
    issued: { count: row.issued, areaSquareMeters: row.issuedArea },
    verified: { count: row.verified, areaSquareMeters: row.verifiedArea },
    closed: { count: row.closed, areaSquareMeters: row.closedArea },
    remainingSquareMeters: row.remaining,
  };
}

async function litGroups(tx: Queryable, conditions: PatchConditions): Promise<GroupDeadline[]> {
  return groupDeadlines(await deadlineGroups(tx, conditions), await patchClock(tx));
}

const lists: Readonly<Partial<Record<StatisticKey, CodeList>>> = {
  class: patchClass1,
  state: patchState1,
  register: patchRegister1,
};
const lightNames: Readonly<Record<string, string>> = {
  none: '未计时',
  green: '正常',
  yellow: '临期',
  red: '超期',
};

async function namesFor(
  tx: Queryable,
  by: StatisticKey,
  rows: readonly StatisticRow[],
): Promise<(row: StatisticRow) => string> {
  const list = lists[by];
  if (list) return ({ key }) => nameIn(list, key, 'zh');
  if (by === 'light') return ({ key }) => lightNames[key] ?? key;
  if (by === 'assignee') return ({ key, name }) => (key === 'none' ? '未指派' : (name ?? key));
  if (by === 'month') return ({ key }) => (key === 'none' ? '未填发现日期' : key);
  const names = await namesOfRegions(tx, [...new Set(rows.map(({ key }) => key))]);
  return ({ key }) => names.get(key) ?? key;
}

async function overlayByKey(
  tx: Queryable,
  conditions: PatchConditions,
  groups: readonly GroupDeadline[],
  by: StatisticKey,
): Promise<PatchStatistics['overlay']> {
  const newest = await newestLayerAccount(tx);
  if (!newest) return null;
  const { account, stale } = newest;
  const sums = new Map<string, { farmland: number; permanent: number }>();
  const whole = { farmland: 0, permanent: 0 };
  for (const { id, key } of await keyedPatches(tx, conditions, groups, by)) {
    const farmland = signedOf(farmlandPieces(account, id));
    const permanent = signedOf(account.permanent.get(id) ?? []);
    const sum = sums.get(key) ?? { farmland: 0, permanent: 0 };
    sum.farmland += farmland;
    sum.permanent += permanent;
    sums.set(key, sum);
    whole.farmland += farmland;
    whole.permanent += permanent;
  }
  const figures = ({ farmland, permanent }: { farmland: number; permanent: number }) => ({
    farmlandSquareMeters: farmland / 100,
    permanentSquareMeters: permanent / 100,
  });
  return {
    accountId: account.id,
    madeAt: account.madeAt,
    stale,
    ...figures(whole),
    byKey: [...sums].map(([key, sum]) => ({ key, ...figures(sum) })),
  };
}

function signedOf(pieces: readonly LayerPiece[]): number {
  return pieces.reduce((sum, { signed }) => sum + signed, 0);
}

/** 分块: the pieces behind a figure of {@link patchStatistics}; they sum to it exactly. */
export async function patchPieces(
  tx: Queryable,
  { layer, farmland, after, limit, ...conditions }: z.output<NonNullable<typeof getPatchPieces.query>>,
): Promise<z.input<typeof getPatchPieces.response>> {
  const newest = await newestLayerAccount(tx);
  if (!newest) return { pieces: [], total: { pieces: 0, areaSquareMeters: 0 }, next: null };
  const groups = conditions.light === undefined ? [] : await litGroups(tx, conditions);
  const patches = await namedPatches(tx, conditions, groups);
  const found = patches.flatMap((patch) =>
    piecesOf(newest.account, patch.id, layer, farmland).map((piece) => ({ patch, piece })),
  );
  const page = found.slice(after, after + limit);
  const labels = await labelsOf(tx, layer, [...new Set(page.map(({ piece }) => piece.feature))]);
  const total = found.reduce((sum, { piece }) => sum + piece.signed, 0);
  return {
    pieces: page.map(({ patch, piece }) => ({
      patch,
      feature: { id: piece.feature, label: labels.get(piece.feature) ?? '', code: piece.code },
      areaSquareMeters: piece.signed / 100,
    })),
    total: { pieces: found.length, areaSquareMeters: total / 100 },
    next: after + limit < found.length ? after + limit : null,
  };
}

function piecesOf(
  account: LayerAccount,
  patch: number,
  layer: 'land_parcels' | 'permanent_farmland',
  farmland: boolean,
): readonly LayerPiece[] {
  if (layer === 'permanent_farmland') return account.permanent.get(patch) ?? [];
  return farmland ? farmlandPieces(account, patch) : (account.land.get(patch) ?? []);
}
