import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../app/choice.tsx';
import { useFieldSession } from '../app/session.ts';
import { freeBytes, measureStorage, useStorage } from '../app/storage.ts';
import { fieldStore, readKeep } from '../store/db.ts';
import { KEEP } from '../store/keys.ts';
import type { PullScope } from '../sync/pull.ts';
import { KEEP_PHOTO_DAYS, syncNow } from '../sync/sync-now.ts';

const DAYS = [0, 7, 30, -1] as const;
const SCOPES: readonly PullScope[] = ['mine', 'all'];

/** 存储: how long confirmed photographs stay on this phone, which patches it takes along, and how much room there is. */
export function KeepPhotos({ onError }: { readonly onError: (error: unknown) => void }) {
  const { t } = useTranslation();
  const person = useFieldSession((state) => state.person?.id);
  const { usage, quota, persistence } = useStorage();
  const [days, setDays] = useState<number>(KEEP_PHOTO_DAYS);
  const [scope, setScope] = useState<PullScope>('mine');
  useEffect(() => {
    void measureStorage();
    void readKeep<number>(KEEP.keepPhotoDays).then((kept) => setDays(kept ?? KEEP_PHOTO_DAYS));
    if (person) void readKeep<PullScope>(KEEP.scope(person)).then((kept) => setScope(kept ?? 'mine'));
  }, [person]);
  const keep = (key: string, value: unknown) => fieldStore.writeKeep(key, value).catch(onError);
  const free = freeBytes({ usage, quota });
  return (
    <section className="queue-keep">
      <Choice
        label={t('queue.keep')}
        value={String(days)}
        options={DAYS.map((value) => ({ value: String(value), label: t(`queue.keepDays.${value}`) }))}
        onChange={(value) => {
          setDays(Number(value));
          void keep(KEEP.keepPhotoDays, Number(value));
        }}
      />
      {person && (
        <Choice
          label={t('queue.scope')}
          value={scope}
          options={SCOPES.map((value) => ({ value, label: t(`queue.scopes.${value}`) }))}
          onChange={(value) => {
            setScope(value);
            void keep(KEEP.scope(person), value).then(syncNow).catch(onError);
          }}
        />
      )}
      {usage !== null && free !== null && (
        <p className="queue-explain">
          {t('queue.storage', { usage: megabytes(usage), free: megabytes(free) })}
        </p>
      )}
      <p className="queue-explain">
        {t(persistence === 'granted' ? 'queue.persistent' : 'queue.notPersistent')}
      </p>
    </section>
  );
}

function megabytes(bytes: number): string {
  const mb = bytes / (1024 * 1024);
  return mb < 1024 ? `${mb.toFixed(mb < 10 ? 1 : 0)} MB` : `${(mb / 1024).toFixed(1)} GB`;
}
