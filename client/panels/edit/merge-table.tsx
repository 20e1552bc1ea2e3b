import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerDefinition } from '#core/catalog/types.ts';
import type { PropertyValue } from '#core/contract/shared.ts';
import { useCodeNames } from '../../api/code-names.ts';
import { useLanguage } from '../../app/i18n.ts';
import { classNames } from '../../ui/class-names.ts';
import { FieldValue } from '../detail/field-value.tsx';
import type { Properties } from './form-values.ts';
import type { Choice, Choices, MergeRow } from './merge.ts';

interface MergeTableProps {
  readonly layer: LayerDefinition;
  readonly rows: readonly MergeRow[];
  readonly theirs: Properties;
  readonly choices: Choices;
  readonly onChoose: (name: string, choice: Choice) => void;
}

/** 字段合并: what it was, what they made of it, what I made of it; the chosen one is marked. */
export function MergeTable({ layer, rows, theirs, choices, onChoose }: MergeTableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const id = useId();
  return (
    <table className="merge-table">
      <caption className="visually-hidden">{t('edit.merge.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('edit.merge.field')}</th>
          <th scope="col">{t('edit.merge.base')}</th>
          <th scope="col">{t('edit.merge.theirs')}</th>
          <th scope="col">{t('edit.merge.mine')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { field } = row;
          const choice = choices[field.name];
          return (
            <tr key={field.name} className={classNames(!choice && 'merge-open')}>
              <th scope="row">
                {field.title[language]}
                <small>{t(`edit.merge.changedBy.${row.changedBy}`)}</small>
              </th>
              <td data-title={t('edit.merge.base')}>
                <Value layer={layer} row={row} value={row.base} properties={theirs} />
              </td>
              {(['theirs', 'mine'] as const).map((side) => (
                <td
                  key={side}
                  data-title={t(`edit.merge.${side}`)}
                  className={classNames(choice === side && 'merge-chosen')}
                >
                  <label>
                    <input
                      type="radio"
                      name={`${id}-${field.name}`}
                      checked={choice === side}
                      aria-label={t(`edit.merge.take.${side}`, { field: field.title[language] })}
                      onChange={() => onChoose(field.name, side)}
                    />
                    <Value layer={layer} row={row} value={row[side]} properties={theirs} />
                  </label>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface ValueProps {
  readonly layer: LayerDefinition;
  readonly row: MergeRow;
  readonly value: PropertyValue;
  readonly properties: Properties;
}

/** One side's value with the words of its code. */
function Value({ layer, row: { field }, value, properties }: ValueProps) {
  const { t } = useTranslation();
  const nameOf = useCodeNames(layer.fields, { ...properties, [field.name]: value });
  if (value === null) return <span className="merge-empty">{t('history.empty')}</span>;
  return (
    <span>
      <FieldValue field={field} value={value} name={nameOf(field)} />
    </span>
  );
}
