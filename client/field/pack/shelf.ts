import type { TileShelf } from '../../map/field/pack-protocol.ts';
import { useFieldSession } from '../app/session.ts';
import { packDatabase } from './pack-db.ts';

/** The tiles on this phone that the person who works here may see. */
export const packShelf: TileShelf = {
  async stored(layer, z, x, y) {
    const owner = useFieldSession.getState().person?.id;
    if (!owner) return null;
    const tile = await (await packDatabase()).get('tiles', [owner, layer, z, x, y]);
    return tile?.data ?? null;
  },
};
