import type { SentenceReading } from '#core/contract/indicators.ts';
import { readSentence } from '#core/targets/sentence.ts';
import type { Queryable } from '#server/db/database.ts';
import { regionNames } from '#server/db/tables/regions.ts';

/** 句子转指标, with the code of a place that is a region. Nothing is stored. */
export async function proposalsOf(
  db: Queryable,
  text: string,
  year: number | undefined,
): Promise<SentenceReading> {
  const { proposals, contradictions } = readSentence(text, year ?? null);
  const places = proposals.some(({ place }) => place !== null);
  const codes = new Map(places ? (await regionNames(db)).map(({ name, code }) => [name, code]) : []);
  return {
    proposals: proposals.map(({ at, flags, ...proposal }) => ({
      ...proposal,
      at: [...at],
      flags: [...flags],
      regionCode: proposal.place === null ? null : (codes.get(proposal.place) ?? null),
    })),
    contradictions: contradictions.map(({ text: words, at }) => ({ text: words, at: [...at] })),
  };
}
