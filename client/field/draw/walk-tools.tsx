import Check from 'lucide-react/icons/check';
import MapPin from 'lucide-react/icons/map-pin';
import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  closeWalk,
  closingOf,
  finishCorner,
  takeBackCorner,
  type Walk,
  walkOn,
} from '#core/field/walk-outline.ts';
import { currentFieldMap } from '../../map/field/field-map.ts';
import { Button } from '../../ui/button.tsx';
import { areaWords } from '../patch/words.ts';
import { holdPosition, onFix, usePosition } from '../position/position.ts';
import { type DrawWork, exactRings, startWork } from './work.ts';

interface WalkToolsProps {
  readonly work: DrawWork;
  readonly walk: Walk;
  readonly onChange: (work: DrawWork) => void;
}

/** 走绘: every good fix is a corner while the person walks round; standing still makes one corner the better. */
export function WalkTools({ work, walk, onChange }: WalkToolsProps) {
  const { t, i18n } = useTranslation();
  const [refused, setRefused] = useState<string | null>(null);
  const accuracy = usePosition((state) => state.fix?.accuracyMeters);
  const now = useRef({ work, onChange });
  now.current = { work, onChange };

  useEffect(() => {
    const release = holdPosition({ background: true });
    const take = (fix: Parameters<typeof walkOn>[1]) => {
      const { work, onChange } = now.current;
      if (!work.walk) return;
      const { walk, refusal } = walkOn(work.walk, fix);
      setRefused(refusal === 'duplicate' ? null : refusal);
      if (walk !== work.walk) onChange({ ...work, walk });
      if (!refusal || refusal === 'duplicate') currentFieldMap()?.flyTo(fix.lonLat);
    };
    const stop = onFix(take);
    const { fix } = usePosition.getState();
    if (fix) take(fix);
    return () => {
      stop();
      release();
    };
  }, []);

  const closing = closingOf(walk);
  const walked = walk.corners.length >= 3 ? closeWalk(walk, 'sketch') : null;
  const wrong = walked?.findings.some(({ severity }) => severity === 'error');
  return (
    <div className="draw">
      <p className="draw-area" aria-live="polite">
        <strong>
          {walked?.areaSquareMeters == null
            ? t('draw.walking')
            : areaWords(walked.areaSquareMeters, i18n.language)}
        </strong>
        <span>{t('draw.corners', { count: walk.corners.length })}</span>
        {walked?.areaSquareMeters != null && (
          <span>{t('draw.plusMinus', { area: areaWords(walked.plusMinusSquareMeters, i18n.language) })}</span>
        )}
        {closing && <span>{t('draw.toStart', { meters: Math.round(closing.meters) })}</span>}
        {wrong && <span className="draw-fault">{t('draw.fault.self-crossing')}</span>}
        {refused && (
          <span className="draw-fault">
            {t(`draw.refused.${refused}`, { meters: Math.round(accuracy ?? 0) })}
          </span>
        )}
      </p>
      <div className="draw-row">
        <Button
          icon={<MapPin size={22} aria-hidden />}
          disabledReason={walk.corners.length > 0 ? undefined : t('draw.walking')}
          onClick={() => onChange({ ...work, walk: finishCorner(walk) })}
        >
          {t('draw.corner')}
        </Button>
        <Button
          icon={<Undo2 size={22} aria-hidden />}
          disabledReason={walk.corners.length > 0 ? undefined : t('draw.nothingToUndo')}
          onClick={() => onChange({ ...work, walk: takeBackCorner(walk) })}
        >
          {t('draw.back')}
        </Button>
      </div>
      <div className="draw-row">
        <Button onClick={() => onChange({ ...work, walk: null })}>{t('draw.stopWalk')}</Button>
        <Button
          variant="primary"
          className="draw-main"
          icon={<Check size={24} aria-hidden />}
          disabledReason={walked?.outline ? undefined : t('draw.fault.too-few')}
          onClick={() => walked?.outline && onChange(startWork(exactRings(walked.outline)))}
        >
          {t('draw.closeWalk')}
        </Button>
      </div>
    </div>
  );
}
