import type { SymbolDefinition } from '#core/catalog/types.ts';
import { useTheme } from '../../app/theme.ts';
import { mapColours } from '../../map/style/colours.ts';
import { patternPaths } from '../../map/style/patterns.ts';

type Kind = 'before' | 'after' | 'theirs' | 'gained' | 'lost';

const DASHES: Readonly<Record<string, string>> = { before: '7 4', theirs: '9 3.5 1.5 3.5' };
const PATTERNS: Readonly<Record<string, NonNullable<SymbolDefinition['pattern']>>> = {
  gained: 'hatch',
  lost: 'cross',
};

/** 图例: the line or the hatching with which the map draws an outline that is compared. */
export function OutlineSample({ kind }: { readonly kind: Kind }) {
  const colours = mapColours[useTheme()];
  const colour = kind === 'after' ? colours.selection : colours[kind];
  const pattern = PATTERNS[kind];
  return (
    <svg className="outline-sample" width="40" height="18" viewBox="0 0 40 18" aria-hidden="true">
      {pattern ? (
        <>
          <pattern id={`sample-${kind}`} width="16" height="16" patternUnits="userSpaceOnUse">
            <path d={patternPaths[pattern]} stroke={colour} strokeWidth="1.4" fill="none" />
          </pattern>
          <rect
            x="1"
            y="1"
            width="38"
            height="16"
            fill={`url(#sample-${kind})`}
            stroke={colour}
            strokeWidth="1"
          />
        </>
      ) : (
        <path d="M1 9H39" stroke={colour} strokeWidth="3" fill="none" strokeDasharray={DASHES[kind]} />
      )}
    </svg>
  );
}
