import { instantOf, type Moments } from '../db/moments.ts';
import { type MomentQuery, resolvedMoments } from '../db/tables/as-of.ts';
import type { Reader } from './reader.ts';

export interface Past {
  readonly moments: Moments;
  /** The instants are those asked for, so the same address means the same rows for ever. */
  readonly forEver: boolean;
}

/** 瓦片的时点: finds out which instants a tile is asked for, of the database only where it must: a map asks for a hundred tiles of one moment. */
export class PastMoments {
  /** Instants up to here are known to lie before the newest change; text of one form, so it compares as time does. */
  private before = '';

  async of(query: MomentQuery, { run }: Reader): Promise<Past> {
    const asOf = query.asOf === undefined ? undefined : instantOf(query.asOf, 'end');
    const knownAt = query.knownAt === undefined ? asOf : instantOf(query.knownAt, 'end');
    if (asOf !== undefined && knownAt !== undefined && asOf <= this.before && knownAt <= this.before) {
      return { moments: { asOf, knownAt }, forEver: true };
    }
    const moments = await run((tx) => resolvedMoments(tx, query));
    const forEver = moments.asOf === asOf && moments.knownAt === knownAt;
    if (forEver) {
      for (const known of [moments.asOf, moments.knownAt]) if (known > this.before) this.before = known;
    }
    return { moments, forEver };
  }
}
