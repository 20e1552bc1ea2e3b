import type { SearchResult } from '#core/contract/search.ts';
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
 * 检索: names from an index that is rebuilt when a named layer changes (its version is part of the key), numbers from the
 * database by prefix. Several servers each keep an index of their own.
 */
export function createSearch(db: Queryable): (text: string, limit: number) => Promise<SearchResult[]> {
  let names: Promise<Names> | undefined;
  let key = '';

  async function current(): Promise<Names> {
    const versions = await layerVersions(db);
    const wanted = namedLayers.map((layer) => versions.get(layer) ?? 0).join('.');
    if (!names || wanted !== key) {
      key = wanted;
      names = build(db, wanted);
      names.catch(() => {
        names = undefined;
      });
    }
    return names;
  }

  return async (text, limit) => {
    const { index, regionNames } = await current();
    const byName = index.find(text, limit).map(({ order: _, ...feature }) => feature);
    const byNumber = /[0-9]/.test(text) && text.length >= 2 ? await featuresByNumber(db, text, limit) : [];
    const seen = new Set<string>();
    return [...byName, ...byNumber]
      .filter(({ layer, id }) => !seen.has(`${layer}/${id}`) && seen.add(`${layer}/${id}`))
      .slice(0, limit)
      .map((result) => ({ ...result, detail: detailOf(result.regionCode, regionNames) }));
  };
}

async function build(db: Queryable, key: string): Promise<Names> {
  // Loaded on the first search: the pinyin dictionary is large and start-up does not need it.
  const { NameIndex } = await import('#server/search/name-index.ts');
  const [features, regions] = await Promise.all([namedFeatures(db), allRegions(db)]);
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
