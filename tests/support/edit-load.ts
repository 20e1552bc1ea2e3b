import { expect } from 'vitest';
import { verifyChain } from '#server/audit/verify-chain.ts';
import type { Database } from '#server/db/database.ts';
import { type Load, startLoad } from './load.ts';

/** Acknowledged: numbers of the patches answered with 201. Refused: the other statuses; 0 for a connection that broke. */
export type EditLoad = Load<number>;

/** Several people adding features over HTTP, one after the other. */
export function startEditing(origin: () => string, token: string, label: string, people = 3): EditLoad {
  return startLoad(label, people, async (number) => {
    const status = await addPatch(origin(), token, number).catch(() => 0);
    return status === 201 ? undefined : { refusal: status };
  });
}

async function addPatch(origin: string, token: string, number: string): Promise<number> {
  const response = await fetch(`${origin}/api/layers/patches/features`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      reason: '写入压力',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [117.0811, 39.1111],
            [117.0821, 39.1111],
            [117.0821, 39.1121],
            [117.0811, 39.1121],
            [117.0811, 39.1111],
          ],
        ],
      },
      properties: {
        patch_number: number,
        register: 'lead',
        patch_class: 'residential',
        state: 'to-dispatch',
      },
    }),
    signal: AbortSignal.timeout(60_000),
  });
  await response.arrayBuffer();
  return response.status;
}

/**
 * Every acknowledged feature is there once, with one version and one act in the audit log; no other has one without the other; the chain
 * is whole. What was refused was refused as trouble, never as a bug.
 */
export async function expectAllKept(
  db: Database,
  { acknowledged, refused }: Pick<EditLoad, 'acknowledged' | 'refused'>,
): Promise<void> {
  const rows = await db.query<{ number: string; versions: number }>(
    'SELECT patch_number AS number, count(*) AS versions FROM gengjie.patches GROUP BY patch_number',
  );
  const stored = new Map(rows.map(({ number, versions }) => [number, versions]));
  expect(
    acknowledged.filter((number) => !stored.has(number)),
    'acknowledged and lost',
  ).toEqual([]);
  expect(
    rows.filter(({ versions }) => versions !== 1),
    'stored twice',
  ).toEqual([]);
  const [acts] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM gengjie.audit_log WHERE action = 'feature.add'`,
  );
  expect(acts?.count, 'acts in the audit log').toBe(rows.length);
  expect(await verifyChain(db)).toMatchObject({ intact: true });
  expect(new Set(refused.filter((status) => ![0, 503, 507].includes(status)))).toEqual(new Set());
}
