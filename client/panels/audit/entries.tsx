import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { AuditEntry } from '#core/contract/audit.ts';
import { useLanguage } from '../../app/i18n.ts';
import { usePhone } from '../../app/use-media.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { preciseTime } from '../../ui/time.ts';
import { useActionTitle } from './action-title.ts';

interface EntriesProps {
  readonly entries: readonly AuditEntry[];
  readonly selected: number | null;
  readonly onSelect: (entry: AuditEntry) => void;
  readonly onNearEnd: () => void;
}

/** 日志条目; a phone shows time, person and act, the rest in the entry. */
export function Entries({ entries, selected, onSelect, onNearEnd }: EntriesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const phone = usePhone();
  const actionTitle = useActionTitle();
  const time: Column<AuditEntry> = {
    key: 'time',
    title: t('audit.time'),
    render: ({ at }) => (phone ? preciseTime(at).slice(5, 16) : preciseTime(at)),
  };
  const person: Column<AuditEntry> = {
    key: 'person',
    title: t('audit.person'),
    render: (entry) => entry.person?.name ?? t('audit.system'),
  };
  const action: Column<AuditEntry> = {
    key: 'action',
    title: t('audit.action'),
    render: (entry) => (
      <>
        {actionTitle(entry.action)}
        {entry.outcome === 'refused' && (
          <span className="chip chip-bad audit-refused">{t('audit.outcomes.refused')}</span>
        )}
      </>
    ),
  };
  const rest: Column<AuditEntry>[] = [
    {
      key: 'layer',
      title: t('audit.layer'),
      render: ({ layer }) => (layer ? (layerById(layer)?.title[language] ?? layer) : ''),
    },
    { key: 'subject', title: t('audit.subject'), render: ({ subject }) => subject ?? '' },
    { key: 'address', title: t('audit.address'), render: ({ address }) => address ?? '' },
  ];
  const seq: Column<AuditEntry> = {
    key: 'seq',
    title: t('audit.seq'),
    numeric: true,
    render: (entry) => entry.seq,
  };
  return (
    <Table
      caption={t('audit.caption')}
      columns={phone ? [time, person, action] : [seq, time, person, action, ...rest]}
      rows={entries}
      rowKey={(entry) => entry.seq}
      selectedKey={selected}
      onActivate={onSelect}
      onNearEnd={onNearEnd}
    />
  );
}
