import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '#core/contract/audit.ts';
import { usePhone } from '../../app/use-media.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { Entries } from './entries.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { FilterForm } from './filter-form.tsx';
import { type AuditFilters, noFilters } from './filters.ts';
import { useAudit, useAuditExport } from './queries.ts';
import { Verify } from './verify.tsx';
import './audit.css';

/** 审计日志: who did what, when; the chain that proves nothing was changed. */
export function Panel() {
  const { t } = useTranslation();
  const phone = usePhone();
  const [filters, setFilters] = useState<AuditFilters>(noFilters);
  const [entry, setEntry] = useState<AuditEntry | null>(null);
  const audit = useAudit(filters);
  const download = useAuditExport();
  const { entries, error, isPending, hasNextPage, isFetching, fetchNextPage } = audit;
  return (
    <div className="audit">
      <header className="audit-tools">
        <FilterForm filters={filters} actions={audit.actions} onChange={setFilters} />
        <div className="audit-acts">
          <Verify />
          <Button
            icon={<Download size={16} aria-hidden />}
            disabledReason={download.isPending ? t('audit.exporting') : undefined}
            onClick={() => download.mutate(filters)}
          >
            {t('audit.export')}
          </Button>
        </div>
        {download.error && <ProblemView error={download.error} />}
      </header>
      {error && <ProblemView error={error} onRetry={() => void audit.refetch()} />}
      {isPending && !error && <Waiting label={t('audit.loading')} />}
      {!isPending && !error && entries.length === 0 && (
        <Empty title={t('audit.nothing')} hint={t('audit.nothingHint')} />
      )}
      {entries.length > 0 && (
        <div className="audit-body">
          <Entries
            entries={entries}
            selected={entry?.seq ?? null}
            onSelect={setEntry}
            onNearEnd={() => hasNextPage && !isFetching && void fetchNextPage()}
          />
          {entry && !phone && (
            <aside className="audit-entry" aria-label={t('audit.entry', { seq: entry.seq })}>
              <h3>{t('audit.entry', { seq: entry.seq })}</h3>
              <EntryDetail entry={entry} />
            </aside>
          )}
        </div>
      )}
      <p className="audit-count" role="status">
        {entries.length > 0 && t(hasNextPage ? 'audit.countMore' : 'audit.count', { count: entries.length })}
      </p>
      {entry && phone && (
        <Dialog title={t('audit.entry', { seq: entry.seq })} onClose={() => setEntry(null)}>
          <EntryDetail entry={entry} />
        </Dialog>
      )}
    </div>
  );
}
