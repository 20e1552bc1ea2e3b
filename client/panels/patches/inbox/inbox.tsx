import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../state/session.ts';
import { useView } from '../../../state/view.ts';
import { Segmented } from '../../../ui/controls.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../../ui/progress.tsx';
import { useShownRegion } from '../../batches/queries.ts';
import { DispatchBar } from '../dispatch/dispatch-bar.tsx';
import { Exports } from '../exports.tsx';
import { narrowing, noFilters, queryOf } from '../filters.ts';
import { useMuText } from '../mu-area.tsx';
import { type InboxView, useOpened } from '../opened.ts';
import { usePatches } from '../queries.ts';
import { FilterBar } from './filter-bar.tsx';
import { PatchCards } from './patch-cards.tsx';
import { PatchTable } from './patch-table.tsx';
import { RegisterTabs } from './register-tabs.tsx';
import { useInboxMap } from './use-inbox-map.ts';

const VIEWS: readonly InboxView[] = ['cards', 'table', 'map'];

/** 图斑台账: one register at a time, in three views, with what is chosen for dispatch. */
export function Inbox() {
  const { t } = useTranslation();
  const may = useMay();
  const { view, filters } = useOpened();
  const { code, region } = useShownRegion();
  const bounds = useView((state) => state.bounds);
  const query = useMemo(() => queryOf(filters, code), [filters, code]);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData } =
    usePatches(query, filters.sort, view === 'map' ? bounds : null);
  const mu = useMuText();
  const patches = useMemo(() => data?.pages.flatMap((page) => page.patches) ?? [], [data]);
  const total = data?.pages.at(-1)?.total;
  useInboxMap(patches, view);
  const more = () => hasNextPage && !isFetchingNextPage && void fetchNextPage();
  return (
    <>
      <RegisterTabs />
      <FilterBar />
      <div className="patches-line">
        <Segmented
          label={t('patches.view.label')}
          value={view}
          options={VIEWS.map((value) => ({ value, label: t(`patches.view.${value}`) }))}
          onChange={(next) => useOpened.setState({ view: next })}
        />
        {total && (
          <p className="patches-total" role="status">
            {t(view === 'map' ? 'patches.totalInView' : 'patches.total', {
              count: total.count,
              area: mu(total.areaSquareMeters),
            })}
          </p>
        )}
      </div>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting label={t('patches.loading')} />}
      {data && patches.length === 0 && !isPlaceholderData && <Nothing region={region?.name ?? code ?? ''} />}
      {patches.length > 0 &&
        (view === 'table' ? (
          <PatchTable patches={patches} onNearEnd={more} />
        ) : (
          <PatchCards patches={patches} onNearEnd={more} />
        ))}
      {may('review', 'patches', code) && <DispatchBar />}
      <Exports query={query} />
    </>
  );
}

/** Why the list is empty, and what to do about it. */
function Nothing({ region }: { readonly region: string }) {
  const { t } = useTranslation();
  const { filters, view } = useOpened();
  const { register } = filters;
  if (narrowing(filters) > 0) {
    return (
      <div className="patches-nothing">
        <Empty title={t('patches.none.filtered')} hint={t('patches.none.filteredHint')} />
        <button
          type="button"
          className="link-button"
          onClick={() => useOpened.setState({ filters: { ...noFilters, register } })}
        >
          {t('patches.filter.clear')}
        </button>
      </div>
    );
  }
  return (
    <Empty
      title={t(view === 'map' ? 'patches.none.inView' : `patches.none.${register}`, { region })}
      hint={t(view === 'map' ? 'patches.none.inViewHint' : 'patches.none.hint')}
    />
  );
}
