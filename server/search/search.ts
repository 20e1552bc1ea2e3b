import type { SearchResult } from '#core/contract/search.ts';
import { type Actor, scopeKey } from '#server/access/actor.ts';
import type { Queryable } from '#server/db/database.ts';
import { layerVersions } from '#server/db/tables/layer-versions.ts';
import { allRegions } from '#server/db/tables/regions.ts';
import { featuresByNumber, namedFeatures, namedLayers } from '#server/db/tables/search.ts';

interface Names {
  readonly key: string;
  readonly index: import('#server/search/name-index.ts').NameIndex;
  readonly regionNames: ReadonlyMap<string, string>;
}

/**
 * 检索: names from an index of what the person's data scope holds, rebuilt when a named layer changes (its version is part of the
 * key), numbers from the database by prefix. Several servers each keep indexes of their own.
 */
export function createSearch(): (
  db: Queryable,
  actor: Actor,
  text: string,
  limit: number,
) => Promise<SearchResult[]> {
  const known = new Map<string, { key: string; names: Promise<Names> }>();

  async function current(db: Queryable, actor: Actor): Promise<Names> {
    const versions = await layerVersions(db);
    const key = namedLayers.map((layer) => versions.get(layer) ?? 0).join('.');
    const scope = namedLayers.map((layer) => scopeKey(actor, layer)).join('|');
    const entry = known.get(scope);
    if (entry?.key === key) return entry.names;
    if (known.size >= mostScopes) known.clear();
    const names = build(db, key);
    known.set(scope, { key, names });
    names.catch(() => known.delete(scope));
    return names;
  }

  return async (db, actor, text, limit) => {
    const { index, regionNames } = await current(db, actor);
    const byName = index.find(text, limit).map(({ order: _, ...feature }) => feature);
    const byNumber = /[0-9]/.test(text) && text.length >= 2 ? await featuresByNumber(db, text, limit) : [];
    const seen = new Set<string>();
    return [...byName, ...byNumber]
      .filter(({ layer, id }) => !seen.has(`${layer}/${id}`) && seen.add(`${layer}/${id}`))
      .slice(0, limit)
      .map((result) => ({ ...result, detail: detailOf(result.regionCode, regionNames) }));
  };
}

/** Indexes kept at once; a village's is small. */
const mostScopes = 100;

async function build(db: Queryable, key: string): Promise<Names> {
  // Loaded on the first search: the pinyin dictionary is large and start-up does not need it.
  const { NameIndex } = await import('#server/search/name-index.ts');
  const features = await namedFeatures(db);
  const regions = await allRegions(db);
  return {
    key,
    index: new NameIndex(features),
    regionNames: new Map(regions.map((region) => [region.code.padEnd(12, '0'), region.name])),
  };
}

/** 西青区 · 西营门街道 · 小稍直口村: the names of what holds the region, itself included. */
function detailOf(code: string, names: ReadonlyMap<string, string>): string {
  const full = code.padEnd(12, '0');
  const chain = [`${full.slice(0, 6)}000000`, `${full.slice(0, 9)}000`, full];
  return [...new Set(chain)]
    .map((part) => names.get(part))
    .filter((name) => name !== undefined)
    .join(' · ');
}
