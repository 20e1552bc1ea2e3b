import Filter from 'lucide-react/icons/filter';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { registerOf } from '#core/patches/registers.ts';
import { PATCH_STATES } from '#core/patches/steps.ts';
import { useLanguage } from '../../../app/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Select, Switch } from '../../../ui/controls.tsx';
import { TextField } from '../../../ui/field.tsx';
import { useShownRegion } from '../../batches/queries.ts';
import { narrowing, noFilters } from '../filters.ts';
import { useNames } from '../names.ts';
import { setFilters, useOpened } from '../opened.ts';
import { useCrews } from '../queries.ts';

const LIGHTS = ['red', 'yellow', 'green', 'none'] as const;
const SORTS = ['urgency', 'number', 'area', 'changed'] as const;
/** Typing is left in peace this long before the server is asked. */
const TYPING_MILLISECONDS = 300;

/** 条件: state and light at hand, the rest folded away; how many are set stands on the button. */
export function FilterBar() {
  const { t } = useTranslation();
  const name = useNames();
  const filters = useOpened((state) => state.filters);
  const [open, setOpen] = useState(false);
  const set = narrowing(filters);
  return (
    <section className="patches-filters" aria-label={t('patches.filter.title')}>
      <div className="patches-line">
        <SearchText />
        <Select
          label={t('patches.filter.state')}
          value={filters.state}
          options={[
            { value: '', label: t('patches.filter.anyState') },
            ...PATCH_STATES.map((value) => ({ value, label: name('state', value) })),
          ]}
          onChange={(state) => setFilters({ state })}
        />
        <Button icon={<Filter size={16} aria-hidden />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {set > 0 ? t('patches.filter.set', { count: set }) : t('patches.filter.more')}
        </Button>
      </div>
      {open && <MoreFilters />}
      {set > 0 && (
        <button
          type="button"
          className="link-button"
          onClick={() => useOpened.setState({ filters: { ...noFilters, register: filters.register } })}
        >
          {t('patches.filter.clear')}
        </button>
      )}
    </section>
  );
}

function SearchText() {
  const { t } = useTranslation();
  const kept = useOpened((state) => state.filters.text);
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  useEffect(() => {
    if (text === kept) return;
    const timer = setTimeout(() => setFilters({ text }), TYPING_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, kept]);
  return (
    <input
      className="input patches-text"
      type="search"
      aria-label={t('patches.filter.text')}
      placeholder={t('patches.filter.text')}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

function MoreFilters() {
  const { t } = useTranslation();
  const language = useLanguage();
  const filters = useOpened((state) => state.filters);
  const { code } = useShownRegion();
  const crews = useCrews(code);
  const assignees = [
    { value: '', label: t('patches.filter.anybody') },
    { value: 'none', label: t('patches.filter.nobody') },
    ...(crews.data?.crews.map((crew) => ({ value: crew.id, label: crew.name })) ?? []),
    ...(crews.data?.people.map((person) => ({ value: person.id, label: person.name })) ?? []),
  ];
  return (
    <div className="patches-more">
      <Select
        label={t('patches.filter.class')}
        value={filters.patchClass}
        options={[
          { value: '', label: t('patches.filter.anyClass') },
          ...registerOf(filters.register).classes.map((each) => ({
            value: each.code,
            label: each[language],
          })),
        ]}
        onChange={(patchClass) => setFilters({ patchClass })}
      />
      <Select
        label={t('patches.filter.light')}
        value={filters.light}
        options={[
          { value: '', label: t('patches.filter.anyLight') },
          ...LIGHTS.map((value) => ({ value, label: t(`patches.light.${value}`) })),
        ]}
        onChange={(light) => setFilters({ light })}
      />
      <Select
        label={t('patches.filter.assignee')}
        value={filters.assignee}
        options={assignees}
        onChange={(assignee) => setFilters({ assignee })}
      />
      <Select
        label={t('patches.filter.sort')}
        value={filters.sort}
        options={SORTS.map((value) => ({ value, label: t(`patches.sort.${value}`) }))}
        onChange={(sort) => setFilters({ sort })}
      />
      <TextField
        label={t('patches.filter.month')}
        type="month"
        value={filters.month}
        onChange={(month) => setFilters({ month })}
      />
      <Switch
        label={t('patches.filter.conflicts')}
        showLabel
        checked={filters.conflicts}
        onChange={(conflicts) => setFilters({ conflicts })}
      />
    </div>
  );
}
