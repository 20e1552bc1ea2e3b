import { useEffect, useState } from 'react';
import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { Workspace } from '#core/contract/workspace.ts';
import { formatDecimalDegrees } from '#core/geometry/format-coordinates.ts';
import { useSearch } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { goToPosition, goToResult } from '../../commands/go-to.ts';
import { useSettled } from '../layers/use-settled.ts';

/** One line of the list below the search box. */
export interface Suggestion {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  /** null for a position. */
  readonly layer: LayerId | null;
  readonly go: () => void;
}

interface Suggestions {
  readonly suggestions: readonly Suggestion[];
  /** Why a text that looks like coordinates cannot be placed. */
  readonly message: string | null;
  readonly error: unknown;
  readonly searching: boolean;
}

/** Reads the text as coordinates in the browser; everything else is asked of the server. */
export function useSuggestions(text: string, workspace: Workspace): Suggestions {
  const language = useLanguage();
  const typed = text.trim();
  const asked = useSettled(typed, 180);
  const parse = useParser(typed !== '');
  const position = typed && parse ? parse(typed, workspace.districtBox) : null;
  const { data, error, isFetching } = useSearch(position || !parse ? '' : asked);

  if (position?.ok) {
    const { lonLat, crs, note } = position;
    const name = crs.name[language];
    const assumed = note?.[language] ?? '';
    const understood = assumed.includes(name) ? assumed : [name, assumed].filter(Boolean).join(' · ');
    return {
      suggestions: [
        {
          key: 'position',
          title: formatDecimalDegrees(lonLat),
          detail: understood,
          layer: null,
          go: () => goToPosition([lonLat[0], lonLat[1]]),
        },
      ],
      message: null,
      error: null,
      searching: false,
    };
  }
  if (position) return { suggestions: [], message: position.reason[language], error: null, searching: false };
  return {
    suggestions: (typed ? (data?.results ?? []) : []).map((result) => ({
      key: `${result.layer}/${result.id}`,
      title: result.label,
      detail: [layerById(result.layer).title[language], result.detail].filter(Boolean).join(' · '),
      layer: result.layer,
      go: () => goToResult(result),
    })),
    message: null,
    error: typed ? error : null,
    searching: isFetching || asked !== typed || (typed !== '' && !parse),
  };
}

type Parse = typeof import('#core/geometry/coordinates.ts')['parseCoordinates'];

/** The reader of coordinates, fetched at the first letter; without it the server is asked about everything. */
function useParser(wanted: boolean): Parse | null {
  const [parse, setParse] = useState<Parse | null>(null);
  useEffect(() => {
    if (!wanted || parse) return;
    let left = false;
    const take = (found: Parse) => !left && setParse(() => found);
    import('#core/geometry/coordinates.ts').then(
      ({ parseCoordinates }) => take(parseCoordinates),
      () => take(() => null),
    );
    return () => {
      left = true;
    };
  }, [wanted, parse]);
  return parse;
}
