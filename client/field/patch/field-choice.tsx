import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Code } from '#core/vocabulary/code-list.ts';
import { useFieldLanguage } from '../app/i18n.ts';

interface FieldChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly codes: readonly Code[];
  readonly onChange: (code: string) => void;
}

/** More than this and the phone's own list is quicker. */
const MOST_CELLS = 6;

/** 选填: a few codes as large cells, many as the phone's own list. */
export function FieldChoice({ label, value, codes, onChange }: FieldChoiceProps) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const id = useId();
  if (codes.length > MOST_CELLS) {
    return (
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <select id={id} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('patch.choose')}</option>
          {codes.map(({ code, [language]: name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
    );
  }
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      {codes.map(({ code, [language]: name }) => (
        <label key={code}>
          <input type="radio" name={id} checked={value === code} onChange={() => onChange(code)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
