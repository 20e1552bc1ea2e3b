import type { FieldDefinition } from '#core/catalog/types.ts';
import type { PropertyValue } from '#core/contract/shared.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Area } from '../../ui/area.tsx';

interface FieldValueProps {
  readonly field: FieldDefinition;
  readonly value: PropertyValue;
  /** Words of a code, when they are known. */
  readonly name: string | null;
}

/** 字段值 as people read it: codes with their names, areas in the chosen unit, ratios in percent, money with separators. */
export function FieldValue({ field, value, name }: FieldValueProps) {
  const language = useLanguage();
  const unit = field.unit ? ` ${field.unit[language]}` : '';
  if (typeof value === 'number') {
    // Floor area is always in square metres; land goes with the unit switch.
    if (field.type === 'area' && !field.unit) return <Area value={value} use="table" />;
    if (field.type === 'ratio') return `${Number((value * 100).toFixed(2))} %`;
    // A year is a name, not an amount: 2023, never 2,023.
    if (field.type === 'integer' && !field.unit) return String(value);
    return `${value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en')}${unit}`;
  }
  if (name === null || name === value) return `${value}${unit}`;
  // Standard codes are part of the answer (水浇地 0102); our own words for a state are not.
  if (!/^[0-9A-Z]+$/.test(String(value))) return name;
  return (
    <>
      {name} <small className="code">{String(value)}</small>
    </>
  );
}
