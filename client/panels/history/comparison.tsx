import type { Feature, FeatureCollection } from 'geojson';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { layerById } from '#core/catalog/index.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { useLanguage } from '../../app/i18n.ts';
import { fitBounds, showPicture } from '../../map/highlight.ts';
import { useSelection } from '../../state/selection.ts';
import { Area } from '../../ui/area.tsx';
import { Select } from '../../ui/controls.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Waiting } from '../../ui/progress.tsx';
import { timeText } from '../../ui/time.ts';
import { DifferenceTable } from './difference-table.tsx';
import { fieldDifferences } from './differences.ts';
import { asMulti, type GeometryDifference, geometryDifference, sameOutline } from './geometry-difference.ts';
import type { HistorySubject } from './history-store.ts';
import { OutlineSample } from './outline-sample.tsx';
import type { Pair } from './panel.tsx';
import { type HistoryVersion, useVersion } from './queries.ts';

interface ComparisonProps {
  readonly subject: HistorySubject;
  readonly versions: readonly HistoryVersion[];
  readonly pair: Pair;
  readonly onPair: (pair: Pair) => void;
}

/** 版本比较: two versions of a feature, field by field and on the map. */
export function Comparison({ subject, versions, pair, onPair }: ComparisonProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const before = useVersion(subject.ref, pair.before);
  const after = useVersion(subject.ref, pair.after);
  const error = before.error ?? after.error;

  const compared = useMemo(() => {
    if (!before.data || !after.data) return null;
    const same = sameOutline(before.data.geometry, after.data.geometry);
    return {
      fields: fieldDifferences(layerById(subject.ref.layer), before.data.properties, after.data.properties),
      outline: same ? null : geometryDifference(before.data.geometry, after.data.geometry),
      picture: pictureOf(before.data.geometry, after.data.geometry, same),
      bounds: around(before.data.bounds, after.data.bounds),
    };
  }, [before.data, after.data, subject.ref.layer]);

  useEffect(() => {
    if (!compared) return;
    useSelection.getState().setCurrent(null);
    showPicture(compared.picture);
    void fitBounds(compared.bounds, { maxZoom: 18 });
  }, [compared]);
  useEffect(() => () => showPicture(null), []);

  const options = versions.map((version, index) => ({
    value: String(version.versionId),
    label: t('history.option', {
      number: versions.length - index,
      kind: t(`history.kind.${version.kind}`),
      time: timeText(version.knownFrom, language),
    }),
  }));
  return (
    <section className="compare" aria-labelledby="history-compare">
      <h4 id="history-compare">{t('history.compare')}</h4>
      <div className="compare-pair">
        <OutlineSample kind="before" />
        <Select
          label={t('history.before')}
          value={String(pair.before)}
          options={options}
          onChange={(value) => onPair({ ...pair, before: Number(value) })}
        />
        <OutlineSample kind="after" />
        <Select
          label={t('history.after')}
          value={String(pair.after)}
          options={options}
          onChange={(value) => onPair({ ...pair, after: Number(value) })}
        />
      </div>
      {error && (
        <ProblemView
          error={error}
          onRetry={() => {
            void before.refetch();
            void after.refetch();
          }}
        />
      )}
      {!compared && !error && <Waiting label={t('ui.loading')} />}
      {compared && before.data && after.data && (
        <>
          <DifferenceTable
            layer={layerById(subject.ref.layer)}
            differences={compared.fields}
            before={before.data.properties}
            after={after.data.properties}
          />
          <OutlineDifference outline={compared.outline} />
        </>
      )}
    </section>
  );
}

function OutlineDifference({ outline }: { readonly outline: GeometryDifference | null }) {
  const { t } = useTranslation();
  if (!outline) return <p className="edit-note">{t('history.sameOutline')}</p>;
  const rows = [
    ['before', outline.beforeArea],
    ['after', outline.afterArea],
    ['gained', outline.gainedArea],
    ['lost', outline.lostArea],
  ] as const;
  return (
    <dl className="compare-areas">
      {rows.map(([kind, area]) => (
        <div key={kind}>
          <dt>
            <OutlineSample kind={kind} />
            {t(`history.outline.${kind}`)}
          </dt>
          <dd>
            <Area value={area} use="table" both />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Geometry = Parameters<typeof asMulti>[0];

function pictureOf(before: Geometry, after: Geometry, same: boolean): FeatureCollection {
  const drawn = (role: string, geometry: GeoJSON.Geometry): Feature => ({
    type: 'Feature',
    properties: { role },
    geometry,
  });
  const pieces = same ? null : geometryDifference(before, after);
  return {
    type: 'FeatureCollection',
    features: [
      ...(pieces?.gained ? [drawn('gained', pieces.gained)] : []),
      ...(pieces?.lost ? [drawn('lost', pieces.lost)] : []),
      drawn('after', asMulti(after)),
      ...(same ? [] : [drawn('before', asMulti(before))]),
    ],
  };
}

function around(a: Bounds, b: Bounds): Bounds {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
