import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/queries.ts';
import { useLanguage } from '../../app/i18n.ts';
import { useMay } from '../../state/session.ts';
import { useAreaText } from '../../ui/area.tsx';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/field.tsx';
import {
  COMPARATORS,
  type Comparator,
  type FormFaults,
  figureInSquareMeters,
  type TargetForm,
  USUAL_UNITS,
} from './form-values.ts';
import { useIndicators } from './queries.ts';

interface TargetFieldsProps {
  readonly form: TargetForm;
  readonly faults: FormFaults;
  /** Indicator and region stay what they are when a target is revised. */
  readonly fixed?: boolean;
  readonly onChange: (change: Partial<TargetForm>) => void;
}

/** 指标表单: what the document prints, and where in it. */
export function TargetFields({ form, faults, fixed = false, onChange }: TargetFieldsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const may = useMay();
  const text = useAreaText();
  const units = useId();
  const indicators = useIndicators().data ?? [];
  const regions = (useWorkspace().data?.regions ?? []).filter(
    ({ code }) => may('add', 'targets', code) || may('edit_attributes', 'targets', code),
  );
  const fault = (field: keyof TargetForm) =>
    faults[field] ? t(`indicators.fault.${faults[field]}`) : undefined;
  const area = figureInSquareMeters(form.reportedText, form.reportedUnit);
  const box = (field: keyof TargetForm, maxLength: number, hint?: string) => (
    <TextField
      label={t(`indicators.field.${field}`)}
      value={form[field]}
      onChange={(value) => onChange({ [field]: value })}
      maxLength={maxLength}
      autoComplete="off"
      hint={hint}
      error={fault(field)}
    />
  );
  return (
    <div className="target-fields">
      {!fixed && (
        <>
          <Choice
            label={t('indicators.field.indicator')}
            value={form.indicator}
            error={fault('indicator')}
            options={[
              { value: '', label: t('indicators.choose') },
              ...indicators.map(({ code, title }) => ({ value: code, label: title[language] })),
            ]}
            onChange={(indicator) => {
              const usual = indicators.find(({ code }) => code === indicator)?.comparator;
              onChange({ indicator, ...(usual ? { comparator: usual } : {}) });
            }}
          />
          <Choice
            label={t('indicators.field.region')}
            value={form.region}
            error={fault('region')}
            options={[
              { value: '', label: t('indicators.choose') },
              ...regions.map((region) => ({
                value: region.code,
                label: (language === 'en' && region.nameEn) || region.name,
              })),
            ]}
            onChange={(region) => onChange({ region })}
          />
        </>
      )}
      <TextField
        label={t('indicators.field.year')}
        value={form.year}
        onChange={(year) => onChange({ year })}
        inputMode="numeric"
        maxLength={4}
        autoComplete="off"
        error={fault('year')}
      />
      <Choice
        label={t('indicators.field.comparator')}
        value={form.comparator}
        options={COMPARATORS.map((value) => ({ value, label: t(`indicators.comparator.${value}`) }))}
        onChange={(comparator) => onChange({ comparator: comparator as Comparator })}
      />
      <TextField
        label={t('indicators.field.reportedText')}
        value={form.reportedText}
        onChange={(reportedText) => onChange({ reportedText })}
        inputMode="decimal"
        maxLength={40}
        autoComplete="off"
        hint={
          area === null
            ? t('indicators.asPrinted')
            : `= ${text(area, { unit: 'm2' })} = ${text(area, { use: 'table' })}`
        }
        error={fault('reportedText')}
      />
      <TextField
        label={t('indicators.field.reportedUnit')}
        value={form.reportedUnit}
        onChange={(reportedUnit) => onChange({ reportedUnit })}
        maxLength={20}
        list={units}
        autoComplete="off"
        error={fault('reportedUnit')}
      />
      <datalist id={units}>
        {USUAL_UNITS.map((unit) => (
          <option key={unit} value={unit} />
        ))}
      </datalist>
      {box('place', 60, t('indicators.placeHint'))}
      {box('sourceDocument', 300)}
      {box('sourceClause', 200, t('indicators.clauseHint'))}
      {box('note', 500)}
      {box('reason', 500, t('indicators.reasonHint'))}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A choice with its name above it and what is wrong below. */
function Choice({ label, value, options, error, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="select target-select"
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {error && (
        <p id={`${id}-note`} className={classNames('field-note', 'field-error')}>
          {error}
        </p>
      )}
    </div>
  );
}
