import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { MappingEntry } from '#core/contract/imports.ts';
import { useLanguage } from '../../app/i18n.ts';
import { type MappingRow, mappingRows, unusedFields, withEntry } from './mapping.ts';
import type { PreviewProps } from './preview.tsx';
import './mapping.css';

const EMPTY = '';
const FIXED = '\u0000fixed';

/** 字段对应: each column of the layer and the field of the file it is filled from, or one value for all rows. */
export function MappingTable({ resource, preview, onChange }: PreviewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { mapping, fields } = preview;
  const rows = mappingRows(layerById(resource.settings.layer), mapping);
  const unused = unusedFields(fields, mapping);
  const set = (column: string, entry: MappingEntry | null) =>
    onChange({ mapping: withEntry(mapping, column, entry) });
  return (
    <>
      <table className="mapping">
        <caption className="visually-hidden">{t('import.mapping.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('import.mapping.column')}</th>
            <th scope="col">{t('import.mapping.from')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const title = row.field?.title[language] ?? t('import.mapping.region');
            return (
              <tr key={row.column} className={row.missing ? 'mapping-missing' : ''}>
                <th scope="row">
                  {title}
                  {row.required && <span className="mapping-required">{t('import.mapping.required')}</span>}
                </th>
                <td>
                  <Source row={row} title={title} fields={fields} onSet={(entry) => set(row.column, entry)} />
                  {row.missing && <p className="mapping-why">{t('import.mapping.missing')}</p>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {unused.length > 0 && (
        <p className="import-reason">{t('import.mapping.unused', { fields: unused.join('、') })}</p>
      )}
    </>
  );
}

interface SourceProps {
  readonly row: MappingRow;
  readonly title: string;
  readonly fields: PreviewProps['preview']['fields'];
  readonly onSet: (entry: MappingEntry | null) => void;
}

function Source({ row, title, fields, onSet }: SourceProps) {
  const { t } = useTranslation();
  const { entry } = row;
  const [fixing, setFixing] = useState(false);
  const fixed = fixing || (entry !== undefined && 'value' in entry);
  const from = entry && 'from' in entry ? entry.from : EMPTY;
  const samples = fields.find((field) => field.name === from)?.samples ?? [];
  return (
    <>
      <select
        className="select"
        aria-label={t('import.mapping.fromOf', { column: title })}
        value={fixed ? FIXED : from}
        onChange={({ target: { value } }) => {
          setFixing(value === FIXED);
          if (value !== FIXED) onSet(value === EMPTY ? null : { from: value });
        }}
      >
        <option value={EMPTY}>{t('import.mapping.empty')}</option>
        {fields.map((field) => (
          <option key={field.name} value={field.name}>
            {field.name}
          </option>
        ))}
        <option value={FIXED}>{t('import.mapping.fixed')}</option>
      </select>
      {fixed && (
        <FixedValue
          label={t('import.mapping.fixedOf', { column: title })}
          value={entry && 'value' in entry ? entry.value : ''}
          onSet={(value) => onSet(value === '' ? null : { value })}
        />
      )}
      {samples.length > 0 && <span className="mapping-samples">{samples.slice(0, 3).join(' · ')}</span>}
    </>
  );
}

/** Takes effect when it is left or Enter is pressed, so that the file is not read again at every letter. */
function FixedValue({
  label,
  value,
  onSet,
}: {
  readonly label: string;
  readonly value: string;
  readonly onSet: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  return (
    <input
      className="input"
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== value && onSet(text)}
      onKeyDown={(event) => event.key === 'Enter' && text !== value && onSet(text)}
    />
  );
}
