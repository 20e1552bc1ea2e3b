import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '#core/contract/imports.ts';
import '../../ui/table.css';
import './mapping.css';

/** 前若干行 as the file has them, in the encoding that is chosen: garbled text is seen here at once. */
export function FirstRows({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  const { rows, fields } = preview;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="first-rows" tabIndex={0} aria-label={t('import.rows.caption')}>
      <table className="table">
        <caption className="visually-hidden">{t('import.rows.caption')}</caption>
        <thead>
          <tr>
            <th scope="col" className="numeric">
              {t('import.rows.row')}
            </th>
            {fields.map((field) => (
              <th key={field.name} scope="col" className={isNumber(field.type) ? 'numeric' : ''}>
                {field.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, values }) => (
            <tr key={row}>
              <th scope="row" className="numeric">
                {row}
              </th>
              {fields.map((field, index) => (
                <td key={field.name} className={isNumber(field.type) ? 'numeric' : ''}>
                  {values[index] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isNumber(type: ImportPreview['fields'][number]['type']): boolean {
  return type === 'number' || type === 'integer';
}
