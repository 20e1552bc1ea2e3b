import type { PatchOperationInput } from '#core/contract/patch-operations.ts';
import type { PatchView } from '#core/contract/patches.ts';
import type { PatchField, PatchValue } from '#core/patches/fields.ts';
import type { FieldWrite, PatchOperation } from '#core/patches/operation.ts';
import { OPERATION_FORM, type Uuid, uuidV7 } from '#core/patches/operation.ts';
import type { PatchStep } from '#core/patches/steps.ts';

/** Who makes operations, where and when. */
export interface Maker {
  readonly person: Uuid;
  readonly device: Uuid;
  /** ms by this machine's clock. */
  now(): number;
  /** Server's clock minus this machine's, ms; null before they have met. */
  readonly clockOffset: number | null;
  random(): Uint8Array;
}

/** What the office does to a patch, without what every operation carries. */
export type OfficeAct = Pick<PatchView, 'uid'> & DistributiveOmit<PatchOperation, keyof Stamp>;

type Stamp = Pick<
  PatchOperation,
  'form' | 'id' | 'patch' | 'person' | 'device' | 'madeAt' | 'clockOffset' | 'app' | 'fix'
>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** 制作操作: the act as an operation under an id of its own. */
export function makeOperation({ uid, ...act }: OfficeAct, maker: Maker): PatchOperationInput {
  const madeAt = maker.now();
  return {
    form: OPERATION_FORM,
    id: uuidV7(madeAt, maker.random()),
    patch: uid,
    person: maker.person,
    device: maker.device,
    madeAt,
    clockOffset: maker.clockOffset,
    app: 'office',
    ...act,
  } as PatchOperationInput;
}

/** A field set by somebody who saw the patch as it is shown. */
export function writeOf(
  { heads }: Pick<PatchView, 'heads'>,
  field: PatchField,
  value: PatchValue,
): FieldWrite {
  return { field, value, seen: heads[field] ?? [] };
}

/** A step from the state that is shown, by somebody who saw the steps that led there. */
export function stepOf(
  patch: Pick<PatchView, 'uid' | 'state' | 'heads'>,
  step: PatchStep,
  { reason, writes = [], from }: { reason?: string; writes?: readonly FieldWrite[]; from?: string } = {},
): OfficeAct {
  const said = reason?.trim();
  return {
    uid: patch.uid,
    kind: 'step',
    step,
    from: from ?? patch.state,
    seen: patch.heads.state ?? [],
    writes,
    ...(said ? { reason: said } : {}),
  };
}
