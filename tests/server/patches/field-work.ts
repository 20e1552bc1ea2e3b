import { randomBytes } from 'node:crypto';
import type { Receipt } from '#core/contract/patch-operations.ts';
import type { PatchField, PatchValue } from '#core/patches/fields.ts';
import { type PatchOperation, type Uuid, uuidV7 } from '#core/patches/operation.ts';
import type { Client } from '../../support/app.ts';

/** A device with somebody at it, making operations and sending them. */
export class FieldWorker {
  readonly client: Client;
  readonly person: Uuid;
  readonly device = anId();

  constructor(client: Client, person: Uuid) {
    this.client = client;
    this.person = person;
  }

  make<K extends PatchOperation['kind']>(
    kind: K,
    patch: Uuid,
    rest: object,
    at = Date.now(),
  ): Extract<PatchOperation, { kind: K }> {
    return {
      ...{ form: 1, kind, id: anId(at), patch, person: this.person, device: this.device },
      ...{ madeAt: at, clockOffset: 0, app: '0.1.0' },
      ...rest,
    } as never;
  }

  flag(box: readonly number[], values: { [field in PatchField]?: PatchValue } = {}, rest: object = {}) {
    const writes = Object.entries({ patch_class: 'residential', outline: outlineOf(box), ...values });
    return this.make('flag', anId(), {
      register: 'field-flag',
      writes: writes.map(([field, value]) => ({ field, value, seen: [] })),
      ...rest,
    });
  }

  write(
    patch: Uuid,
    values: { [field in PatchField]?: PatchValue },
    seen: readonly Uuid[] = [],
    rest: object = {},
  ) {
    const writes = Object.entries(values).map(([field, value]) => ({ field, value, seen }));
    return this.make('write', patch, { writes, ...rest });
  }

  step(patch: Uuid, step: string, from: string, seen: readonly Uuid[], rest: object = {}) {
    return this.make('step', patch, { step, from, seen, writes: [], ...rest });
  }

  async send(operations: readonly unknown[], rest: object = {}): Promise<Receipt[]> {
    const { status, body } = await this.client.request('/api/patch-operations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: this.device, operations, ...rest }),
    });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return (body as { receipts: Receipt[] }).receipts;
  }
}

export function anId(at = Date.now()): Uuid {
  return uuidV7(at, randomBytes(10));
}

/** A rectangle: west, south, east, north. */
export function outlineOf([w = 0, s = 0, e = 0, n = 0]: readonly number[]) {
  return {
    type: 'MultiPolygon' as const,
    coordinates: [
      [
        [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      ],
    ],
  };
}
