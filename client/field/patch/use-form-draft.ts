import { useEffect, useState } from 'react';
import type { FormValues } from './form-values.ts';
import { dropDraft, loadDraft, saveDraft } from './phone-store.ts';

/** 填报草稿 of a patch: what was typed and not saved, written at every change. The last value says whether it was found. */
export function useFormDraft(
  uid: string,
): [FormValues, (draft: FormValues) => void, () => Promise<void>, boolean] {
  const [draft, setDraft] = useState<FormValues>({});
  const [restored, setRestored] = useState(false);
  const name = `form:${uid}`;
  useEffect(() => {
    let left = false;
    void loadDraft<FormValues>(name).then((kept) => {
      if (left || !kept || Object.keys(kept).length === 0) return;
      // What was typed while it was being read counts.
      setDraft((typed) => ({ ...kept, ...typed }));
      setRestored(true);
    });
    return () => {
      left = true;
    };
  }, [name]);
  return [
    draft,
    (next) => {
      setDraft(next);
      void saveDraft(name, next).catch(() => undefined);
    },
    async () => {
      setDraft({});
      setRestored(false);
      await dropDraft(name);
    },
    restored,
  ];
}
