import { randomBytes } from 'node:crypto';
import type { PatchField, PatchValue } from '#core/patches/fields.ts';
import {
  type CommentOperation,
  type FlagOperation,
  OPERATION_FORM,
  type PatchOperation,
  type Uuid,
  uuidV7,
} from '#core/patches/operation.ts';
import type { EditContext } from '#server/operations/edit-feature.ts';
import { applyOperations } from '#server/patches/apply.ts';
import type { PatchAtHand } from '#server/patches/office/patch-at-hand.ts';
import { hashOfOperation } from '#server/patches/operation-hash.ts';
import { version } from '#server/version.ts';

type Head = 'form' | 'id' | 'patch' | 'person' | 'device' | 'madeAt' | 'clockOffset' | 'app';

/** Values of fields of the form. */
export type PatchValues = { readonly [field in PatchField]?: PatchValue };

/** Makes operations of the person at the desk, and keeps them. */
export function deskOf({ tx, actor, vertexLimit }: EditContext, device: Uuid) {
  const made = (patch: Uuid): Pick<CommentOperation, Head> => {
    const madeAt = Date.now();
    return {
      ...{
        form: OPERATION_FORM,
        id: uuidV7(madeAt, randomBytes(10)),
        patch,
        person: actor.id,
        device,
        madeAt,
      },
      ...{ clockOffset: 0, app: `office-${version}`.slice(0, 40) },
    };
  };
  /** @throws Problem of the first that is refused: then nothing of all this is kept */
  const put = async (operations: readonly PatchOperation[]) => {
    const sent = operations.map((operation) => ({ operation, sha256: hashOfOperation(operation) }));
    const { judged } = await applyOperations({ tx, actor, vertexLimit }, sent);
    for (const { problem } of judged.values()) if (problem) throw problem;
  };
  return {
    put,
    write({ uid, reduced }: PatchAtHand, values: PatchValues, reason: string): PatchOperation {
      const writes = Object.entries(values).map(([field, value]) => ({
        field: field as PatchField,
        value,
        seen: reduced.heads[field as PatchField] ?? [],
      }));
      return { ...made(uid), kind: 'write', writes, reason };
    },
    withdraw({ uid, operations }: PatchAtHand, reason: string): PatchOperation {
      return { ...made(uid), kind: 'withdraw', reason, seen: operations };
    },
    /** A part begins; where the patch it came from was given to somebody, so is the part. */
    async begin(
      root: PatchAtHand,
      number: string,
      values: PatchValues,
      from: PatchAtHand,
      reason: string,
    ): Promise<Uuid> {
      const uid = uuidV7(Date.now(), randomBytes(10));
      const flag: PatchOperation = {
        ...{
          ...made(uid),
          kind: 'flag',
          register: root.row.register as FlagOperation['register'],
          number,
          parents: [root.uid],
        },
        writes: Object.entries(values).map(([field, value]) => ({
          field: field as PatchField,
          value,
          seen: [],
        })),
      };
      const { assignee } = from.reduced.values;
      const dispatch: PatchOperation = {
        ...{ ...made(uid), kind: 'step', step: 'dispatch', from: 'to-dispatch', seen: [], reason },
        writes: [{ field: 'assignee', value: assignee ?? null, seen: [] }],
      };
      await put(assignee ? [flag, dispatch] : [flag]);
      return uid;
    },
  };
}
