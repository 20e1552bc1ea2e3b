import { useCallback, useEffect, useState } from 'react';
import { useFieldSession } from '../app/session.ts';
import { fieldStore, subscribe } from '../store/db.ts';
import { type QueueRow, queueRows } from './queue-rows.ts';

const CALM_MS = 700;

/** 队列 of the person who works here, followed. */
export function useQueue(): { readonly rows: readonly QueueRow[]; readonly loaded: boolean } {
  const person = useFieldSession((state) => state.person?.id);
  const [found, setFound] = useState<readonly QueueRow[] | null>(null);
  const read = useCallback(async () => {
    if (!person) return;
    const [operations, files, patrols] = await Promise.all([
      fieldStore.operationsOf(person),
      fieldStore.filesOf(person),
      fieldStore.patrolsOf(person),
    ]);
    setFound(queueRows(operations, files, patrols));
  }, [person]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    void read();
    const stop = subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void read(), CALM_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [read]);
  return { rows: found ?? [], loaded: found !== null };
}

/** 再传: the record and its files that were refused. */
export async function retryRows(rows: readonly QueueRow[]): Promise<void> {
  const refused = rows.filter(({ state }) => state === 'refused');
  const patrols = refused.filter(({ kind }) => kind === 'patrol').map(({ id }) => id);
  await fieldStore.retryOperations(refused.filter(({ kind }) => kind !== 'patrol').map(({ id }) => id));
  if (patrols.length > 0) await fieldStore.retryPatrols(patrols);
  for (const { person, sha256, state } of refused.flatMap(({ files }) => files)) {
    if (state === 'refused') await fieldStore.retryFile(person, sha256);
  }
}

export function discardRow({ id, kind }: QueueRow): Promise<boolean> {
  return kind === 'patrol' ? fieldStore.discardPatrol(id) : fieldStore.discardOperation(id);
}
