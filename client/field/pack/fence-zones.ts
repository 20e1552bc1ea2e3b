import type { FenceZone } from '#core/field/fence-index.ts';
import { useFieldSession } from '../app/session.ts';
import { packDatabase } from './pack-db.ts';

/** 围栏图形 of all downloaded areas of the person, each zone once. Empty when nothing was downloaded: then nothing can be said. */
export async function readFenceZones(): Promise<FenceZone[]> {
  const owner = useFieldSession.getState().person?.id;
  const database = await packDatabase();
  const areas = (await database.getAll('areas')).filter((area) => area.owner === owner);
  const zones = new Map<string, FenceZone>();
  for (const { id } of areas) {
    const stored = await database.get('fences', id);
    for (const zone of stored?.zones ?? []) zones.set(`${zone.layer}/${zone.id}`, zone);
  }
  return [...zones.values()];
}
