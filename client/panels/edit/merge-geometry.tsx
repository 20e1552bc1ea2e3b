import type { Feature, MultiPolygon } from 'geojson';
import { useEffect, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bounds } from '#core/contract/shared.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { fitBounds, showPicture } from '../../map/highlight.ts';
import { useSelection } from '../../state/selection.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { classNames } from '../../ui/class-names.ts';
import { geometryDifference } from '../history/geometry-difference.ts';
import { OutlineSample } from '../history/outline-sample.tsx';
import type { ChangedBy, Choice } from './merge.ts';

export interface Outlines {
  readonly base: MultiPolygon | null;
  readonly theirs: MultiPolygon;
  readonly mine: MultiPolygon;
}

interface MergeGeometryProps {
  readonly outlines: Outlines;
  readonly changedBy: ChangedBy;
  readonly choice: Choice | undefined;
  readonly onChoose: (choice: Choice) => void;
}

/** 图形合并: both outlines on the map, each with a line of its own, their areas and what lies between them. */
export function MergeGeometry({ outlines, changedBy, choice, onChoose }: MergeGeometryProps) {
  const { t } = useTranslation();
  const areaText = useAreaText();
  const name = useId();
  const between = useMemo(() => geometryDifference(outlines.theirs, outlines.mine), [outlines]);

  useEffect(() => {
    const features = [
      ...(outlines.base ? [drawn('before', outlines.base)] : []),
      drawn('theirs', outlines.theirs),
      drawn('after', outlines.mine),
    ];
    useSelection.getState().setCurrent(null);
    showPicture({ type: 'FeatureCollection', features });
    void fitBounds(boundsOf([outlines.theirs, outlines.mine]), { maxZoom: 19 });
    return () => showPicture(null);
  }, [outlines]);

  return (
    <fieldset className={classNames('merge-outlines', !choice && 'merge-open')}>
      <legend>
        {t('edit.merge.geometry')}
        <small>{t(`edit.merge.changedBy.${changedBy}`)}</small>
      </legend>
      {outlines.base && (
        <p className="merge-outline">
          <OutlineSample kind="before" />
          <span>{t('edit.merge.base')}</span>
          <Area value={geodesicArea(outlines.base)} use="table" />
        </p>
      )}
      {(['theirs', 'mine'] as const).map((side) => (
        <label key={side} className={classNames('merge-outline', choice === side && 'merge-chosen')}>
          <input
            type="radio"
            name={name}
            checked={choice === side}
            aria-label={t(`edit.merge.take.${side}`, { field: t('edit.merge.geometry') })}
            onChange={() => onChoose(side)}
          />
          <OutlineSample kind={side === 'mine' ? 'after' : 'theirs'} />
          <span>{t(`edit.merge.${side}`)}</span>
          <Area value={side === 'mine' ? between.afterArea : between.beforeArea} use="table" />
        </label>
      ))}
      <p className="field-note">
        {t('edit.merge.between', {
          area: areaText(between.gainedArea + between.lostArea, { unit: 'm2' }),
          mine: areaText(between.gainedArea, { unit: 'm2' }),
          theirs: areaText(between.lostArea, { unit: 'm2' }),
        })}
      </p>
    </fieldset>
  );
}

function drawn(role: string, geometry: MultiPolygon): Feature {
  return { type: 'Feature', properties: { role }, geometry };
}

function boundsOf(geometries: readonly MultiPolygon[]): Bounds {
  return boxOf(geometries.flatMap(({ coordinates }) => coordinates.flat(2))) as unknown as Bounds;
}
