import { createHash } from 'node:crypto';
import type { LinkRow } from '#server/db/tables/audit-links.ts';

/** 链首: what the first link holds as the hash before it. */
export const genesis = createHash('sha256').update('gengjie').digest();

/**
 * The text an entry's hash covers, made without the database's help: the JSON array that `gengjie.audit_text` describes, spelt as
 * PostgreSQL prints jsonb (`, ` between members, control characters as `\u00xx`, everything else as it is).
 *
 * Only `detail` arrives already printed: a jsonb inside another is printed in the same words as alone, so its text can be put in
 * as it stands, and numbers that JavaScript cannot hold stay exact.
 */
export function chainText(link: LinkRow, seq: number = link.seq): string {
  const strings = [
    link.personId,
    link.personName,
    link.action,
    link.outcome,
    link.layer,
    link.subject,
    link.regionCode,
    link.address,
    link.requestId,
  ].map(jsonbString);
  return `[${[seq, jsonbString(link.at), ...strings, link.detail, jsonbString(link.previousHash.toString('hex'))].join(', ')}]`;
}

export function chainHash(link: LinkRow, seq?: number): Buffer {
  return createHash('sha256').update(chainText(link, seq), 'utf8').digest();
}

/** PostgreSQL's escape_json: `\b \f \n \r \t \" \\`, other control characters in four hex digits; DEL and beyond as they are. */
function jsonbString(value: string | null): string {
  if (value === null) return 'null';
  // JSON.stringify differs for lone surrogates alone, which a UTF-8 database cannot hold.
  return JSON.stringify(value);
}
