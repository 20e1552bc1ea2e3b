import { randomBytes } from 'node:crypto';
import type { MultiPolygon } from 'geojson';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import { invalidValue } from '#core/edits/problems.ts';
import type { StoredValues } from '#core/edits/properties.ts';
import { PATCH_FIELDS, type PatchField } from '#core/patches/fields.ts';
import { OPERATION_FORM, type PatchOperation, type Uuid, uuidV7 } from '#core/patches/operation.ts';
import { asOwner } from '#server/access/access.ts';
import type { Queryable } from '#server/db/database.ts';
import { dossierOf, dossierOfFeature, keepReduced } from '#server/db/tables/patch-dossiers.ts';
import { appendOperations, operationsOf } from '#server/db/tables/patch-operations.ts';
import { hashOfOperation } from '#server/patches/operation-hash.ts';
import { reduceLog } from '#server/patches/reduce-log.ts';
import { version } from '#server/version.ts';

/** The office's own desk, where no device made the operation. */
const DESK: Uuid = '00000000-0000-4000-8000-000000000000';

/** How a feature of a layer with a course begins when it is drawn on the map. */
export const begins: { readonly [layer in LayerId]?: StoredValues } = {
  patches: { state: 'to-dispatch', split_state: 'whole' },
};

/** @throws Problem `invalid-value` when an edit of a patch would move its course */
export function refuseCourse(
  layer: LayerDefinition,
  values: StoredValues,
  current: StoredValues | null,
): void {
  const started = current ?? begins[layer.id] ?? {};
  for (const { name, managed } of layer.fields) {
    if (!managed || !(name in values) || (values[name] ?? null) === (started[name] ?? null)) continue;
    throw invalidValue(name, {
      zh: '图斑的状态、拆分、承办和期限在图斑台账中办理',
      en: 'State, split, assignment and deadline of a patch are moved in the register of patches',
    });
  }
}

export interface MapEdit {
  readonly id: number;
  readonly person: Uuid;
  readonly reason: string;
  readonly regionCode: string;
  /** Columns that were changed. */
  readonly values?: StoredValues;
  readonly geometry?: MultiPolygon | undefined;
  readonly life?: 'withdraw' | 'restore';
}

/** 地图编辑入账: an edit of a patch on the map is an operation like any other, made by somebody who had seen everything. */
export async function noteEdit(tx: Queryable, layer: LayerDefinition, edit: MapEdit): Promise<void> {
  if (layer.id !== 'patches') return;
  await asOwner(tx, async () => {
    const uid = await dossierOfFeature(tx, edit.id);
    const dossier = uid === undefined ? undefined : await dossierOf(tx, uid);
    if (!dossier) return;
    const log = await operationsOf(tx, dossier.uid);
    const before = reduceLog(dossier, log);
    const made = operationOf(
      edit,
      dossier.uid,
      before.heads,
      log.map(({ content }) => content),
    );
    if (!made) return;
    await appendOperations(
      tx,
      [{ operation: made, sha256: hashOfOperation(made) }],
      'applied',
      edit.regionCode,
    );
    const kept = {
      content: made,
      sha256: '',
      status: 'applied',
      problem: null,
      sentBy: '',
      receivedAt: 0,
    } as const;
    const of = { patchId: edit.id, uid: dossier.uid, flag: undefined };
    await keepReduced(tx, of, edit.regionCode, reduceLog(dossier, [...log, kept]));
  });
}

function operationOf(
  { person, reason, values = {}, geometry, life }: MapEdit,
  patch: Uuid,
  heads: { readonly [field in PatchField | 'state']?: readonly Uuid[] },
  log: readonly PatchOperation[],
): PatchOperation | undefined {
  const now = Date.now();
  const made = {
    form: OPERATION_FORM,
    id: uuidV7(now, randomBytes(10)),
    patch,
    person,
    device: DESK,
    madeAt: now,
    clockOffset: 0,
    app: version,
    reason,
  } as const;
  if (life === 'withdraw') return { ...made, kind: life, seen: log.map(({ id }) => id) };
  if (life === 'restore') {
    return { ...made, kind: life, seen: log.filter(({ kind }) => kind === 'withdraw').map(({ id }) => id) };
  }
  const seen = (field: PatchField) => heads[field] ?? [];
  const writes = PATCH_FIELDS.filter((field) => field in values).map((field) => ({
    ...{ field, value: values[field] ?? null, seen: seen(field) },
  }));
  const outline = geometry ? [{ field: 'outline' as const, value: geometry, seen: seen('outline') }] : [];
  if (writes.length + outline.length === 0) return undefined;
  return { ...made, kind: 'write', writes: [...writes, ...outline] };
}
