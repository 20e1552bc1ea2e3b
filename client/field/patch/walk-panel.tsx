import ClipboardPen from 'lucide-react/icons/clipboard-pen';
import Navigation from 'lucide-react/icons/navigation';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { bearingBetween, turnBetween } from '#core/field/bearing.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import { nameIn } from '#core/vocabulary/code-list.ts';
import { patchClass1 } from '#core/vocabulary/lists/patch-class-1.ts';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import { Button } from '../../ui/button.tsx';
import { useFieldLanguage } from '../app/i18n.ts';
import type { FieldPanelProps } from '../app/panels.ts';
import { navigate } from '../app/route.ts';
import { allowHeading, holdHeading, useHeading } from '../position/heading.ts';
import { trueHeading, usePosition } from '../position/position.ts';
import { DeadlineMark } from '../tasks/deadline-mark.tsx';
import { usePhonePatch } from './phone-patches.ts';
import { compassWord, distanceWords } from './words.ts';
import './parts.css';
import './patch.css';

/** The panel has its height, and the map its middle, before the map is sent anywhere. */
const SETTLED_MS = 350;

/** 走过去: the way to the patch on the map, with distance and direction in large type. */
export function Panel({ rest: [uid = ''] }: FieldPanelProps) {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const { patch, loaded } = usePhonePatch(uid);
  const fix = usePosition((state) => state.fix);
  const { heading, status } = useHeading();
  const lonLat = patch?.lonLat ?? null;

  useEffect(holdHeading, []);
  useEffect(() => {
    if (!lonLat) return;
    void whenFieldMap().then((map) => {
      map.choosePatch(uid);
      map.showTarget(lonLat);
    });
    const look = () => {
      const map = currentFieldMap();
      if (!map) return;
      const from = usePosition.getState().fix?.lonLat;
      if (!from) return map.flyTo(lonLat, 16);
      const [west, east] = [Math.min(from[0], lonLat[0]), Math.max(from[0], lonLat[0])];
      const [south, north] = [Math.min(from[1], lonLat[1]), Math.max(from[1], lonLat[1])];
      map.fit([west - 5e-4, south - 5e-4, east + 5e-4, north + 5e-4]);
      map.follow(true);
    };
    const timer = setTimeout(look, SETTLED_MS);
    return () => {
      clearTimeout(timer);
      currentFieldMap()?.choosePatch(null);
      currentFieldMap()?.showTarget(null);
    };
  }, [uid, lonLat]);

  if (!patch || !lonLat) return <p className="patch-gone">{t(loaded ? 'patch.gone' : 'ui.loading')}</p>;
  const meters = fix && geodesicDistance(fix.lonLat, lonLat);
  const bearing = fix && bearingBetween(fix.lonLat, lonLat);
  const facing = trueHeading(heading);
  const turn = bearing !== null && facing !== null ? turnBetween(facing, bearing) : null;
  return (
    <div className="walk-to">
      <p className="walk-far" aria-live="off">
        {bearing !== null && (
          <Navigation size={44} aria-hidden style={{ transform: `rotate(${(turn ?? bearing) - 45}deg)` }} />
        )}
        <strong>{meters === null ? t('patch.noPosition') : distanceWords(t, meters)}</strong>
        {bearing !== null && (
          <span>
            {compassWord(t, bearing)} {Math.round(bearing) % 360}°
            {turn !== null &&
              Math.abs(turn) >= 10 &&
              ` · ${t(turn < 0 ? 'camera.coach.turn-left' : 'camera.coach.turn-right', { degrees: Math.round(Math.abs(turn)) })}`}
          </span>
        )}
      </p>
      <p className="walk-what">
        <strong>{patch.number}</strong>
        <span>{nameIn(patchClass1, patch.patchClass, language)}</span>
        <DeadlineMark deadline={patch.deadline} state={patch.state.state} />
      </p>
      <div className="patch-actions">
        {status === 'ask' && <Button onClick={() => void allowHeading()}>{t('camera.compass')}</Button>}
        <Button
          variant="primary"
          icon={<ClipboardPen size={24} aria-hidden />}
          onClick={() => navigate(['patch', uid])}
        >
          {t('patch.open')}
        </Button>
      </div>
    </div>
  );
}
