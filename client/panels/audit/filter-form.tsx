import Filter from 'lucide-react/icons/funnel';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { catalog } from '#core/catalog/index.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useActionTitle } from './action-title.ts';
import { type AuditFilters, daysReversed, noFilters } from './filters.ts';

interface FilterFormProps {
  readonly filters: AuditFilters;
  /** Actions there are. */
  readonly actions: readonly string[];
  readonly onChange: (filters: AuditFilters) => void;
}

/** 筛选: choices act at once, typing when it rests. */
export function FilterForm({ filters, actions, onChange }: FilterFormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const actionTitle = useActionTitle();
  const [draft, setDraft] = useState(filters);
  const reversed = daysReversed(draft);
  useEffect(() => {
    if (draft === filters || reversed) return;
    const timer = setTimeout(() => onChange(draft), 350);
    return () => clearTimeout(timer);
  }, [draft, filters, reversed, onChange]);
  const set = (part: Partial<AuditFilters>) => setDraft({ ...draft, ...part });
  const any = { value: '', label: t('audit.any') };
  return (
    <form
      className="audit-filters"
      aria-label={t('audit.filters')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!reversed) onChange(draft);
      }}
    >
      <TextField
        type="date"
        label={t('audit.from')}
        value={draft.from}
        onChange={(from) => set({ from })}
        error={reversed ? t('audit.reversed') : undefined}
      />
      <TextField type="date" label={t('audit.to')} value={draft.to} onChange={(to) => set({ to })} />
      <TextField
        type="search"
        label={t('audit.person')}
        value={draft.person}
        maxLength={100}
        autoComplete="off"
        onChange={(person) => set({ person })}
      />
      <Choice
        label={t('audit.action')}
        value={draft.action}
        options={[any, ...actions.map((value) => ({ value, label: actionTitle(value) }))]}
        onChange={(action) => set({ action })}
      />
      <Choice
        label={t('audit.layer')}
        value={draft.layer}
        options={[any, ...catalog.map(({ id, title }) => ({ value: id, label: title[language] }))]}
        onChange={(layer) => set({ layer })}
      />
      <Choice
        label={t('audit.outcome')}
        value={draft.outcome}
        options={[
          any,
          { value: 'done', label: t('audit.outcomes.done') },
          { value: 'refused', label: t('audit.outcomes.refused') },
        ]}
        onChange={(outcome) => set({ outcome: outcome as AuditFilters['outcome'] })}
      />
      <Button
        variant="quiet"
        icon={<Filter size={16} aria-hidden />}
        onClick={() => {
          setDraft(noFilters);
          onChange(noFilters);
        }}
      >
        {t('audit.clear')}
      </Button>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** A choice with its name above, like the fields beside it. */
function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="field">
      <span className="field-name">{label}</span>
      <select className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
