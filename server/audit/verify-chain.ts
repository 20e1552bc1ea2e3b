import { setImmediate } from 'node:timers/promises';
import type { AuditVerification } from '#core/contract/audit.ts';
import { chainHash, genesis } from '#server/audit/chain-text.ts';
import type { Queryable } from '#server/db/database.ts';
import { auditLinks, chainEnds, type LinkRow } from '#server/db/tables/audit-links.ts';

/** A link that was noted outside the system. */
export interface NotedLink {
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

export interface VerifyOptions {
  /** This link must still be part of the chain: then nothing up to it was rewritten, not even as a whole. */
  readonly since?: NotedLink;
  readonly onProgress?: (fraction: number) => void;
}

type Broken = NonNullable<AuditVerification['broken']>;

/** Links read at a time: a few milliseconds of hashing. */
const pageSize = 1000;

/**
 * 校验审计链: recomputes every hash from the stored columns and holds it against the link before, the link after and the head, from
 * the first link to the newest there is when it begins. Reads page by page: memory holds one page, and writers are not kept waiting.
 *
 * `changed` a byte of the entry is not what was hashed, or it was hashed anew and the next one still names the old hash · `missing`
 * no entry has this number · `reordered` the entry was written under another number · `head` the newest links are gone, or the
 * head is not the newest link.
 */
export async function verifyChain(db: Queryable, options: VerifyOptions = {}): Promise<AuditVerification> {
  const { head, first, last } = await chainEnds(db);
  const newest = Math.max(last ?? 0, head?.seq ?? 0);
  let previous: { seq: number; hash: Buffer } = { seq: 0, hash: genesis };
  const broken = (seq: number, reason: Broken['reason']): AuditVerification => ({
    intact: false,
    entries: Math.max(0, seq - 1),
    broken: { seq, reason },
    last: null,
  });

  if (first !== null && first < 1) return broken(first, 'changed');
  for (;;) {
    const links = await auditLinks(db, previous.seq, last ?? 0, pageSize);
    if (links.length === 0) break;
    for (const link of links) {
      const due = previous.seq + 1;
      if (link.seq !== due) return broken(due, 'missing');
      const changed = !chainHash(link).equals(link.hash);
      if (changed) return broken(due, (await wasElsewhere(link, newest + 1)) ? 'reordered' : 'changed');
      if (!link.previousHash.equals(previous.hash)) return broken(Math.max(1, previous.seq), 'changed');
      if (options.since?.seq === due && options.since.hash.toLowerCase() !== link.hash.toString('hex')) {
        return broken(due, 'changed');
      }
      previous = { seq: link.seq, hash: link.hash };
    }
    options.onProgress?.(previous.seq / newest);
    await setImmediate();
  }
  // A link between two pages that vanished while we read.
  if (previous.seq < (last ?? 0)) return broken(previous.seq + 1, 'missing');
  if (!head || head.seq !== previous.seq || !head.hash.equals(previous.hash)) {
    return broken(Math.max(1, head && head.seq > previous.seq ? previous.seq + 1 : previous.seq), 'head');
  }
  // The tail was cut and the head set back: only who noted a later link can tell.
  if (options.since && options.since.seq > previous.seq) return broken(previous.seq + 1, 'missing');
  const { seq, hash } = previous;
  return {
    intact: true,
    entries: seq,
    broken: null,
    last: seq === 0 ? null : { seq, hash: hash.toString('hex') },
  };
}

/** Whether the entry is whole under another number, as after a swap or a renumbering. Nearest numbers first. */
async function wasElsewhere(link: LinkRow, most: number): Promise<boolean> {
  for (let distance = 1; distance < most; distance++) {
    for (const seq of [link.seq - distance, link.seq + distance]) {
      if (seq >= 1 && seq <= most && chainHash(link, seq).equals(link.hash)) return true;
    }
    if (distance % pageSize === 0) await setImmediate();
  }
  return false;
}
