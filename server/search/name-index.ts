import { pinyin } from 'pinyin-pro';
import type { NamedFeature } from '#server/db/tables/search.ts';

interface Entry {
  readonly feature: NamedFeature;
  readonly name: string;
  /** `xymjd` of 西营门街道. */
  readonly initials: string;
  /** `xiyingmenjiedao`. */
  readonly spelling: string;
}

/** 名称索引: finds features by Chinese text, pinyin or pinyin initials; best first. */
export class NameIndex {
  readonly #entries: readonly Entry[];

  constructor(features: readonly NamedFeature[]) {
    this.#entries = features.map((feature) => {
      const syllables = pinyin(feature.label, { toneType: 'none', type: 'array', nonZh: 'consecutive' });
      return {
        feature,
        name: normalized(feature.label),
        initials: normalized(
          syllables.map((syllable) => (/^\d/.test(syllable) ? syllable : syllable.slice(0, 1))).join(''),
        ),
        spelling: normalized(syllables.join('').replaceAll('ü', 'v')),
      };
    });
  }

  find(query: string, limit: number): NamedFeature[] {
    const wanted = normalized(query);
    if (wanted === '') return [];
    const ranked = this.#entries
      .map((entry) => ({ entry, rank: rank(entry, wanted) }))
      .filter(({ rank: value }) => value < Infinity);
    ranked.sort(
      (a, b) =>
        a.rank - b.rank ||
        a.entry.feature.order - b.entry.feature.order ||
        a.entry.name.length - b.entry.name.length ||
        a.entry.feature.id - b.entry.feature.id,
    );
    return ranked.slice(0, limit).map(({ entry }) => entry.feature);
  }
}

function rank(entry: Entry, wanted: string): number {
  if (entry.name === wanted) return 0;
  if (entry.name.startsWith(wanted)) return 1;
  if (entry.name.includes(wanted)) return 2;
  if (!/^[a-z0-9]+$/.test(wanted)) return Infinity;
  if (entry.initials.startsWith(wanted)) return 3;
  if (entry.spelling.startsWith(wanted)) return 4;
  if (wanted.length > 1 && entry.initials.includes(wanted)) return 5;
  return wanted.length > 3 && entry.spelling.includes(wanted) ? 6 : Infinity;
}

/** Full-width to half-width, lower case, no spaces. */
function normalized(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');
}
