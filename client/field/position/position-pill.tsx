import Satellite from 'lucide-react/icons/satellite';
import SatelliteDish from 'lucide-react/icons/satellite-dish';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { positionSentence } from './finding-text.ts';
import { allowHeading, useHeading } from './heading.ts';
import { retryPosition, trueHeading, usePosition } from './position.ts';
import './position.css';

/** 定位牌: how well the phone knows where it is, in words, metres, colour and sign. A press says more, and goes there. */
export function PositionPill() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { status, fix, worth, findings } = usePosition();
  const codes = findings.map(({ code }) => code);
  const doubt = codes.includes('position.accuracy.poor')
    ? 'poor'
    : codes.includes('position.fix.stale')
      ? 'old'
      : 'doubtful';
  const Icon = worth === 'good' ? Satellite : SatelliteDish;
  const tone = fix === null ? 'none' : worth === 'good' ? 'good' : 'poor';
  const words = fix
    ? t(`position.pill.${tone === 'good' ? 'good' : doubt}`, { meters: Math.round(fix.accuracyMeters) })
    : t(`position.status.${status}`);
  return (
    <>
      <button
        type="button"
        className={classNames('position-pill', `position-${tone}`)}
        aria-label={`${t('position.title')} ${words}`}
        onClick={() => setOpen(true)}
      >
        <Icon size={20} aria-hidden />
        <span>{words}</span>
      </button>
      {open && <PositionDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function PositionDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { status, fix, findings } = usePosition();
  const heading = useHeading((state) => state.status);
  const told = findings.filter(({ code }) => code !== 'position.fix.missing' || status === 'watching');
  return (
    <Dialog
      title={t('position.title')}
      className="small-dialog"
      onClose={onClose}
      actions={
        <>
          {(status === 'denied' || status === 'unavailable') && (
            <Button onClick={retryPosition}>{t('ui.retry')}</Button>
          )}
          {heading === 'ask' && (
            <Button onClick={() => void allowHeading()}>{t('position.allowHeading')}</Button>
          )}
          <Button
            variant="primary"
            disabledReason={fix ? undefined : t('position.finding.position-fix-missing')}
            onClick={() => {
              if (fix) currentFieldMap()?.flyTo(fix.lonLat, 17);
              onClose();
            }}
          >
            {t('position.goThere')}
          </Button>
        </>
      }
    >
      {status !== 'watching' && <p>{t(`position.explain.${status}`)}</p>}
      {fix && (
        <dl className="field-facts">
          <div>
            <dt>{t('position.accuracy')}</dt>
            <dd>± {Math.round(fix.accuracyMeters)} m</dd>
          </div>
          <div>
            <dt>{t('position.lonLat')}</dt>
            <dd>{fix.lonLat.map((degrees) => degrees.toFixed(6)).join(', ')}</dd>
          </div>
        </dl>
      )}
      {told.map((finding) => (
        <p key={finding.id} className="position-warning">
          {positionSentence(t, finding)}
        </p>
      ))}
      {fix && told.length === 0 && <p>{t('position.allGood')}</p>}
    </Dialog>
  );
}

/** 位置上图: keeps the map's dot where the person is. */
export function usePositionOnMap(): void {
  const fix = usePosition((state) => state.fix);
  const worth = usePosition((state) => state.worth);
  const heading = useHeading((state) => state.heading);
  useEffect(() => {
    const shown = fix && {
      lonLat: fix.lonLat,
      accuracyMeters: fix.accuracyMeters,
      headingDegrees: trueHeading(heading),
      poor: worth !== 'good',
    };
    void whenFieldMap().then((map) => map.showPosition(shown));
  }, [fix, worth, heading]);
}
