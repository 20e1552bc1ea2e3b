import { usePackAreas } from '../pack/areas.ts';
import { readFenceZones } from '../pack/fence-zones.ts';
import { startPackQueue } from '../pack/queue.ts';
import { setFenceZones } from '../position/fence-watch.ts';
import { startSync } from '../sync/start-sync.ts';
import { askPersistence, measureStorage } from './storage.ts';
import { startUpdates } from './update.ts';

let started = false;

/** What runs beside the screens once somebody works here: sync, offline copy, storage, area downloads, fence. */
export function startBeside(): void {
  if (started) return;
  started = true;
  startSync();
  void startUpdates();
  void askPersistence().then(measureStorage);
  let known = '';
  usePackAreas.subscribe(({ areas }) => {
    const complete = areas.map(({ id, completedAt }) => `${id} ${completedAt}`).join();
    if (complete === known) return;
    known = complete;
    void readFenceZones().then(setFenceZones);
  });
  void startPackQueue();
}
