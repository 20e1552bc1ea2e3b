import { dataChanged } from '../api/data-changed.ts';
import { queryClient } from '../api/query-client.ts';

/** What is asked about patches: the register, its statistics, crews and patrols. */
const ABOUT_PATCHES = new Set<unknown>(['patches', 'crews', 'patrols']);
/** What of the rest of the screen shows the layer `patches`. */
const SHOWING_PATCHES = new Set<unknown>([
  'layers',
  'layers-in-view',
  'identify',
  'feature',
  'history',
  'search',
]);

/** 刷新: asks again what the news is about, and no more: a flag from the field moves no target. */
export async function tellQueries(layers: readonly string[], patches: boolean): Promise<void> {
  if (layers.some((layer) => layer !== 'patches')) {
    await dataChanged();
    return;
  }
  if (layers.length === 0 && !patches) return;
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [area] }) =>
      ABOUT_PATCHES.has(area) || (layers.length > 0 && SHOWING_PATCHES.has(area)),
  });
}
