import { type AreaFormat, type AreaUnit, formatArea, squareMeters } from '#core/geometry/units.ts';
import { usePreferences } from '../state/preferences.ts';

interface AreaProps {
  /** 平方米: m², the canonical unit. */
  readonly value: number;
  /** Decimals by place: reports (公顷 2, 亩 1) or tables (公顷 4, 亩 2). */
  readonly use?: NonNullable<AreaFormat['use']>;
  /** Also print the other unit, in small type. */
  readonly both?: boolean;
}

/** 面积: in the chosen unit; the tooltip says it in the other unit and in m². */
export function Area({ value, use = 'report', both = false }: AreaProps) {
  const text = useAreaText();
  const unit = usePreferences((state) => state.unit);
  const other = unit === 'ha' ? 'mu' : 'ha';
  return (
    <span
      className="area"
      title={`${text(value, { use, unit: other })} · ${text(value, { use, unit: 'm2' })}`}
    >
      {text(value, { use })}
      {both && <small className="area-other">{text(value, { use, unit: other })}</small>}
    </span>
  );
}

/** The same as plain text, for accessible names, announcements and lists. */
export function useAreaText(): (
  value: number,
  options?: { use?: AreaProps['use']; unit?: AreaUnit },
) => string {
  const unit = usePreferences((state) => state.unit);
  const language = usePreferences((state) => state.language);
  return (value, options = {}) =>
    formatArea(squareMeters(value), options.unit ?? unit, { use: options.use ?? 'report', language });
}
