import { useTranslation } from 'react-i18next';
import type { PatchSummary } from '#core/contract/patches.ts';
import { type Column, Table } from '../../../ui/table.tsx';
import { LightMark, useDaysText } from '../light-mark.tsx';
import { MuArea } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import { choose, openPatch, useOpened } from '../opened.ts';

interface PatchTableProps {
  readonly patches: readonly PatchSummary[];
  readonly onNearEnd: () => void;
}

/** 表: the same rows side by side; wider than the panel, so it scrolls both ways. */
export function PatchTable({ patches, onNearEnd }: PatchTableProps) {
  const { t } = useTranslation();
  const name = useNames();
  const days = useDaysText();
  const chosen = useOpened((state) => state.chosen);
  const left = useOpened((state) => state.left);
  const columns: Column<PatchSummary>[] = [
    {
      key: 'choose',
      title: t('patches.column.choose'),
      render: (patch) => (
        <input
          type="checkbox"
          className="patch-check"
          aria-label={t('patches.choose', { number: patch.number })}
          checked={chosen.has(patch.uid)}
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.key === ' ' && event.stopPropagation()}
          onChange={(event) => choose([patch], event.target.checked)}
        />
      ),
    },
    { key: 'number', title: t('patches.column.number'), render: ({ number }) => number },
    {
      key: 'light',
      title: t('patches.column.light'),
      render: ({ deadline }) => <LightMark light={deadline.light} text={days(deadline)} />,
    },
    { key: 'state', title: t('patches.column.state'), render: ({ state }) => name('state', state) },
    { key: 'class', title: t('patches.column.class'), render: ({ patchClass }) => name('class', patchClass) },
    {
      key: 'area',
      title: t('patches.column.area'),
      numeric: true,
      render: ({ areaSquareMeters }) => <MuArea value={areaSquareMeters} />,
    },
    {
      key: 'assignee',
      title: t('patches.column.assignee'),
      render: ({ assignee }) => assignee?.name ?? t('patches.nobody'),
    },
    { key: 'region', title: t('patches.column.region'), render: ({ regionName }) => regionName },
    {
      key: 'conflicts',
      title: t('patches.column.conflicts'),
      numeric: true,
      render: ({ conflicts }) => conflicts,
    },
  ];
  return (
    <div className="patches-table">
      <Table
        caption={t('patches.list')}
        columns={columns}
        rows={patches}
        rowKey={({ uid }) => uid}
        selectedKey={left}
        onActivate={({ uid }) => openPatch(uid)}
        onPoint={(patch) => useOpened.setState({ pointed: patch?.id ?? null })}
        onNearEnd={onNearEnd}
      />
    </div>
  );
}
