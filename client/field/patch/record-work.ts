import type { FieldWrite, PatchOperation } from '#core/patches/operation.ts';
import type { FieldStep } from './field-steps.ts';
import type { PhonePatch } from './phone-patches.ts';
import { makeOperation, recordOperations } from './phone-store.ts';

/**
 * 记下填报: what was typed and the step after it are operations of their own, stored together: a step that does not hold takes nothing typed
 * with it. @throws StoreProblem: then neither is stored
 */
export async function recordWork(
  { uid, state }: Pick<PhonePatch, 'uid' | 'state'>,
  writes: readonly FieldWrite[],
  step: FieldStep | null,
  reason: string,
): Promise<void> {
  const operations: PatchOperation[] = [];
  if (writes.length > 0) operations.push(await makeOperation('write', { patch: uid, writes }));
  if (step) {
    operations.push(
      await makeOperation('step', {
        patch: uid,
        step,
        from: state.state,
        seen: state.heads.state ?? [],
        writes: [],
        ...(reason.trim().length >= 2 ? { reason: reason.trim() } : {}),
      }),
    );
  }
  if (operations.length > 0) await recordOperations(operations);
}
