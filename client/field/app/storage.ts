import { create } from 'zustand';

interface StorageState {
  /** `granted`: the browser will not throw away what is stored here; null while it has not been asked. */
  readonly persistence: 'granted' | 'refused' | 'unknown' | null;
  /** Bytes in use by this site and as many as it may use; null where the browser does not tell. */
  readonly usage: number | null;
  readonly quota: number | null;
}

/** 存储: whether what is on this phone is safe, and how much room is left. */
export const useStorage = create<StorageState>()(() => ({ persistence: null, usage: null, quota: null }));

/** Room left, bytes; null where the browser does not tell. */
export function freeBytes({ usage, quota }: Pick<StorageState, 'usage' | 'quota'>): number | null {
  return usage === null || quota === null ? null : Math.max(0, quota - usage);
}

/** 请求长期保存: browsers grant it silently, after a question, or not at all (then an unused site may be emptied: iOS after seven days). */
export async function askPersistence(): Promise<void> {
  useStorage.setState({ persistence: await persistenceNow() });
}

async function persistenceNow(): Promise<StorageState['persistence']> {
  if (!navigator.storage?.persist) return 'unknown';
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist())
      ? 'granted'
      : 'refused';
  } catch {
    return 'unknown';
  }
}

/** Looks how much room there is. */
export async function measureStorage(): Promise<void> {
  if (!navigator.storage?.estimate) return;
  const { usage, quota } = await navigator.storage.estimate().catch(() => ({ usage: null, quota: null }));
  useStorage.setState({ usage: usage ?? null, quota: quota ?? null });
}
