import { useTranslation } from 'react-i18next';
import type { FieldDefinition, LayerDefinition } from '#core/catalog/types.ts';
import type { PropertyValue } from '#core/contract/shared.ts';
import { useCodeNames } from '../../api/code-names.ts';
import { useLanguage } from '../../app/i18n.ts';
import { FieldValue } from '../detail/field-value.tsx';
import type { FieldDifference } from './differences.ts';

type Properties = Readonly<Record<string, PropertyValue>>;

interface DifferenceTableProps {
  readonly layer: LayerDefinition;
  readonly differences: readonly FieldDifference[];
  readonly before: Properties;
  readonly after: Properties;
}

/** 字段差异: one line a field that differs, before and after, with the words of codes. */
export function DifferenceTable({ layer, differences, before, after }: DifferenceTableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameBefore = useCodeNames(layer.fields, before);
  const nameAfter = useCodeNames(layer.fields, after);
  if (differences.length === 0) return <p className="edit-note">{t('history.sameFields')}</p>;
  return (
    <table className="merge-table">
      <caption className="visually-hidden">{t('history.fieldsCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('edit.merge.field')}</th>
          <th scope="col">{t('history.before')}</th>
          <th scope="col">{t('history.after')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ field, before: old, after: now }) => (
          <tr key={field.name}>
            <th scope="row">{field.title[language]}</th>
            <td data-title={t('history.before')}>
              <Value field={field} value={old} name={nameBefore(field)} />
            </td>
            <td data-title={t('history.after')}>
              <Value field={field} value={now} name={nameAfter(field)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value(props: {
  readonly field: FieldDefinition;
  readonly value: PropertyValue;
  readonly name: string | null;
}) {
  const { t } = useTranslation();
  if (props.value === null) return <span className="merge-empty">{t('history.empty')}</span>;
  return (
    <span>
      <FieldValue {...props} />
    </span>
  );
}
