import { useFieldSession } from '../app/session.ts';
import { fieldStore } from '../store/db.ts';
import { KEEP } from '../store/keys.ts';
import { useSyncState } from './sync-state.ts';

/** Many changes come together: they are counted once. */
const CALM_MS = 600;
let planned = false;

/** 重新计数 from the store, soon. */
export function followStore(): void {
  if (planned) return;
  planned = true;
  setTimeout(() => {
    planned = false;
    void count().catch(() => undefined);
  }, CALM_MS);
}

async function count(): Promise<void> {
  const person = useFieldSession.getState().person?.id;
  if (!person) return;
  const counts = await fieldStore.unsent(person);
  const others = await fieldStore.unsentByPerson();
  others.delete(person);
  useSyncState.setState({
    ...counts,
    othersUnsent: [...others.values()].reduce((sum, each) => sum + each, 0),
    lastSyncAt: (await fieldStore.readKeep<number>(KEEP.lastSync(person))) ?? null,
    clockOffset: (await fieldStore.readKeep<number>(KEEP.clockOffset)) ?? null,
  });
}

/** 冲突 among the patches of this phone; read after what others did was pulled. */
export async function countConflicts(): Promise<void> {
  const person = useFieldSession.getState().person?.id;
  if (!person) return;
  const patches = await fieldStore.patchesOnPhone(person);
  useSyncState.setState({ conflicts: patches.filter(({ inConflict }) => inConflict).length });
}
