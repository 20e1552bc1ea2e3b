import { useId } from 'react';
import type { SymbolDefinition } from '#core/catalog/types.ts';
import { useTheme } from '../app/theme.ts';
import { patternPaths } from '../map/style/patterns.ts';
import { onDark } from '../map/style/symbols.ts';

/** 图例符号: the real symbol in small: fill, pattern, dash and line as the map draws them. */
export function Swatch({ symbol, size = 18 }: { readonly symbol: SymbolDefinition; readonly size?: number }) {
  const id = useId();
  const dark = useTheme() === 'dark';
  const {
    fill,
    fillOpacity = 1,
    line,
    lineWidth = 1,
    dash,
    pattern,
    patternColor = line,
  } = dark ? onDark(symbol) : symbol;
  const width = Math.min(2.4, Math.max(1, lineWidth));
  return (
    <svg className="swatch" width={size * 1.4} height={size} viewBox="0 0 25.2 18" aria-hidden="true">
      {pattern && (
        <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" viewBox="0 0 16 16">
          <path
            d={patternPaths[pattern]}
            stroke={patternColor}
            strokeWidth={pattern === 'dots' ? 2.6 : 2}
            fill={pattern === 'dots' ? patternColor : 'none'}
          />
        </pattern>
      )}
      <rect x="1.5" y="1.5" width="22.2" height="15" rx="2" fill={fill ?? 'none'} fillOpacity={fillOpacity} />
      {pattern && <rect x="1.5" y="1.5" width="22.2" height="15" rx="2" fill={`url(#${id})`} />}
      <rect
        x="1.5"
        y="1.5"
        width="22.2"
        height="15"
        rx="2"
        fill="none"
        stroke={line ?? 'rgba(90, 90, 80, 0.55)'}
        strokeWidth={line ? width : 0.8}
        strokeDasharray={dash?.map((length) => length * Math.min(width, 1.4)).join(' ')}
      />
    </svg>
  );
}
