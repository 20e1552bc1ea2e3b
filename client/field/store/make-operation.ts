import { PATCH_FIELDS, type PatchField, type PatchValue } from '#core/patches/fields.ts';
import {
  type FieldWrite,
  type FlagOperation,
  OPERATION_FORM,
  type OperationKind,
  type PatchOperation,
  type StepOperation,
  type Uuid,
  uuidV7,
} from '#core/patches/operation.ts';
import type { PatchState } from '#core/patches/reduce.ts';
import type { PatchStep } from '#core/patches/steps.ts';
import { APP_VERSION } from './app-version.ts';
import type { FieldStore } from './field-store.ts';
import { KEEP } from './keys.ts';

/** Who makes operations, with what, and by what clock. */
export interface Maker {
  readonly person: Uuid;
  readonly device: Uuid;
  /** Server's clock minus this phone's, ms; null: they have not met. */
  readonly clockOffset: number | null;
  readonly app: string;
  readonly now: () => number;
  readonly random: (count: number) => Uint8Array;
}

export type Values = { readonly [field in PatchField]?: PatchValue };
type Of<K extends OperationKind> = Extract<PatchOperation, { kind: K }>;
type Rest<K extends OperationKind> = Omit<
  Of<K>,
  'form' | 'id' | 'kind' | 'patch' | 'person' | 'device' | 'madeAt' | 'clockOffset' | 'app'
>;

let last = 0;

/** 编号: UUIDv7 by the phone's clock; those that one page makes come in the order in which they were made. */
export function newId({ now, random }: Pick<Maker, 'now' | 'random'>): Uuid {
  const ms = Math.max(0, now());
  // A clock that was put back by days is followed; within a few seconds the order counts more.
  last = ms <= last && last - ms < 10_000 ? last + 1 : ms;
  return uuidV7(last, random(10));
}

/** 经办 of a person on this phone, with the device's own id and what is known of the server's clock. */
export async function makerOf(store: FieldStore, person: Uuid, now = Date.now): Promise<Maker> {
  const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const device = await store.deviceId(() => newId({ now, random }));
  const clockOffset = (await store.readKeep<number>(KEEP.clockOffset)) ?? null;
  return { person, device, clockOffset, app: APP_VERSION, now, random };
}

/** 一条操作 of any kind: `rest` is what this kind says beside who, when and where. */
export function makeOperation<K extends OperationKind>(
  maker: Maker,
  kind: K,
  patch: Uuid,
  rest: Rest<K>,
): Of<K> {
  const { person, device, clockOffset, app } = maker;
  const id = newId(maker);
  const base = { form: OPERATION_FORM, kind, id, patch, person, device };
  return { ...base, madeAt: Math.max(0, maker.now()), clockOffset, app, ...rest } as unknown as Of<K>;
}

/** 标记 a new patch; its id is made here. */
export function makeFlag(
  maker: Maker,
  values: Values,
  rest: Partial<Pick<FlagOperation, 'register' | 'fix'>> = {},
): FlagOperation {
  return makeOperation(maker, 'flag', newId(maker), {
    register: 'field-flag',
    ...rest,
    writes: writesFrom({}, values),
  });
}

/** Writes of those values, each naming what the person had seen of its field. */
export function writesFrom(heads: PatchState['heads'], values: Values): FieldWrite[] {
  return PATCH_FIELDS.flatMap((field): FieldWrite[] => {
    const value = values[field];
    return value === undefined ? [] : [{ field, value, seen: heads[field] ?? [] }];
  });
}

/** 流转 from the state that the person sees. */
export function makeStep(
  maker: Maker,
  patch: Uuid,
  step: PatchStep,
  { state, heads }: Pick<PatchState, 'state' | 'heads'>,
  rest: Partial<Pick<StepOperation, 'reason' | 'writes' | 'fix'>> = {},
): StepOperation {
  return makeOperation(maker, 'step', patch, {
    step,
    from: state,
    seen: heads.state ?? [],
    writes: [],
    ...rest,
  });
}
