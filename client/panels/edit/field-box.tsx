import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '#core/catalog/types.ts';
import type { Code } from '#core/vocabulary/code-list.ts';
import { loadCodeList } from '#core/vocabulary/lists/load.ts';
import { schemeOf } from '../../api/code-names.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useAreaText } from '../../ui/area.tsx';
import { Box, type ControlProps } from './box.tsx';
import { type Fault, type Properties, readField, typedUnit } from './form-values.ts';

interface FieldBoxProps {
  readonly field: FieldDefinition;
  readonly value: string;
  readonly unit: 'ha' | 'mu';
  readonly fault: Fault | undefined;
  /** The server's own word on this field. */
  readonly refusal: string | undefined;
  /** Filled, but not shown: personal data. */
  readonly withheld: boolean;
  /** The server works it out from the outline. */
  readonly derived: boolean;
  /** The row as it stands, for codes that are explained by it. */
  readonly properties: Properties;
  readonly onChange: (text: string) => void;
}

/** 字段输入: the control that a column of the catalogue wants. */
export function FieldBox(props: FieldBoxProps) {
  const { field, value, unit, fault, refusal, withheld, derived, onChange } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const areaText = useAreaText();
  const typed = field.type === 'area' ? readField(field, value, unit) : null;
  const suffix =
    field.type === 'area'
      ? t(`edit.unit.${typedUnit(field, unit)}`)
      : field.type === 'ratio'
        ? '%'
        : field.unit?.[language];
  const hint = withheld
    ? t('edit.withheld')
    : derived
      ? t('edit.derived')
      : typed && 'value' in typed && typeof typed.value === 'number' && !field.unit
        ? `= ${areaText(typed.value, { unit: 'm2' })}`
        : undefined;
  const numeric = !['text', 'code', 'date'].includes(field.type);

  return (
    <Box
      label={field.title[language]}
      required={field.required}
      hint={hint}
      error={refusal ?? (fault && t(`edit.fault.${fault}`, { length: field.length }))}
    >
      {(control) =>
        field.type === 'code' ? (
          <CodeSelect {...props} control={control} />
        ) : (field.length ?? 0) > 200 ? (
          <textarea
            {...control}
            className="input edit-text"
            rows={3}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <span className="edit-with-unit">
            <input
              {...control}
              className="input"
              type={field.type === 'date' ? 'date' : 'text'}
              inputMode={numeric ? 'decimal' : undefined}
              autoComplete="off"
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
            {suffix && <span aria-hidden>{suffix}</span>}
          </span>
        )
      }
    </Box>
  );
}

/** 代码选择 from the list that explains the field; a code that the list does not know stays choosable as it is. */
function CodeSelect({
  field,
  value,
  properties,
  onChange,
  control,
}: FieldBoxProps & { readonly control: ControlProps }) {
  const { t } = useTranslation();
  const scheme = schemeOf(field, properties);
  const { data: list } = useQuery({
    queryKey: ['code-list', scheme],
    queryFn: async () => (await loadCodeList(scheme!)) ?? null,
    enabled: scheme !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const known = list?.codes.some(({ code }) => code === value) ?? false;
  return (
    <select
      {...control}
      className="select edit-select"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t('edit.noValue')}</option>
      {value !== '' && !known && <option value={value}>{value}</option>}
      {list?.codes.map((code) => (
        <CodeOption key={code.code} code={code} />
      ))}
    </select>
  );
}

function CodeOption({ code }: { readonly code: Code }) {
  const language = useLanguage();
  // Standard codes are part of the answer (0102 水浇地); our own words for a state are not.
  const standard = /^[0-9A-Z]+$/.test(code.code);
  return (
    <option value={code.code} disabled={code.heading === true}>
      {standard ? `${code.code} ${code[language]}` : code[language]}
    </option>
  );
}
