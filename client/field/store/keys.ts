/** Every key that begins with these parts: `[...parts]` up to `[...parts, []]`, since arrays sort behind everything else. */
export function under(...parts: readonly (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound([...parts], [...parts, []]);
}

/** Keys of the small values that the store itself keeps. */
export const KEEP = {
  order: 'order',
  /** Set while the list has to be made anew out of the patches. */
  relist: 'relist',
  /** What the key of every cursor begins with. */
  cursors: 'cursor:',
  device: 'device',
  clockOffset: 'clock-offset',
  cursor: (person: string, scope: string) => `cursor:${person}:${scope}`,
  scope: (person: string) => `scope:${person}`,
  names: 'names',
  lastSync: (person: string) => `last-sync:${person}`,
  keepPhotoDays: 'keep-photo-days',
} as const;
