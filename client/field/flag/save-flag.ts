import { drawnOutline } from '#core/field/outline-drawing.ts';
import { rewind } from '#core/geometry/rings.ts';
import { type FieldWrite, numberOfFlag } from '#core/patches/operation.ts';
import { today } from '../../ui/today.ts';
import { t } from '../app/i18n.ts';
import { makeOperation, recordOperations } from '../patch/phone-store.ts';
import { notePatrolFlag } from '../patrol/patrol.ts';
import { endFlag, type FlagDraft } from './flag-draft.ts';

/** 存标记: as an operation on this phone, then the draft goes. @returns its number. @throws when it could not be written */
export async function saveFlag(draft: FlagDraft): Promise<string> {
  const flag = await flagOf(draft);
  await recordOperations([flag]);
  notePatrolFlag(draft.patch);
  await endFlag();
  return numberOfFlag(flag);
}

/**
 * 放弃: a draft without photographs is gone; one with photographs is recorded as a flag withdrawn, because nothing that was taken as evidence
 * disappears without a trace.
 */
export async function giveUpFlag(draft: FlagDraft, photos: number): Promise<void> {
  if (photos > 0 && drawnOutline(draft.work.drawing)) {
    const flag = await flagOf({ ...draft, patchClass: draft.patchClass || 'patrol' });
    const withdraw = await makeOperation('withdraw', {
      patch: draft.patch,
      reason: t('flag.givenUp'),
      seen: [flag.id],
    });
    await recordOperations([flag, withdraw]);
  }
  await endFlag();
}

async function flagOf({ patch, patchClass, description, work }: FlagDraft) {
  const outline = drawnOutline(work.drawing);
  const write = (field: FieldWrite['field'], value: FieldWrite['value']): FieldWrite => ({
    field,
    value,
    seen: [],
  });
  return makeOperation('flag', {
    patch,
    register: 'field-flag' as const,
    writes: [
      write('outline', outline && rewind(outline)),
      write('patch_class', patchClass),
      write('found_on', today()),
      ...(description.trim() ? [write('description', description.trim())] : []),
      ...(work.rough ? [write('note', t('flag.roughNote'))] : []),
    ],
  });
}
