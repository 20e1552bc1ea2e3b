import Flag from 'lucide-react/icons/flag';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Square from 'lucide-react/icons/square';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FenceZone } from '#core/field/fence-index.ts';
import { ownPatrolRules, patrolRuleOn } from '#core/field/patrol-rules.ts';
import { linesOf } from '#core/field/simplify-track.ts';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import { announce } from '../../state/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { today } from '../../ui/today.ts';
import { useFieldLanguage } from '../app/i18n.ts';
import { navigate } from '../app/route.ts';
import { readFenceZones } from '../pack/fence-zones.ts';
import { distanceWords, momentWords } from '../patch/words.ts';
import {
  continuePatrol,
  dutyOf,
  finishPatrol,
  openPatrol,
  pausePatrol,
  startPatrol,
  usePatrol,
} from './patrol.ts';
import { minutesOf, type PatrolRecord } from './patrol-record.ts';
import '../patch/parts.css';
import './patrol.css';

/** 巡查: the track, and how long the person was in which grid. */
export function Panel() {
  const { t } = useTranslation();
  const language = useFieldLanguage();
  const { record, found, loaded, unkept } = usePatrol();
  const [ending, setEnding] = useState(false);
  const [note, setNote] = useState('');
  const [told, setTold] = useState('');
  useEffect(() => void openPatrol(), []);
  const points = record?.points;
  useEffect(() => {
    void whenFieldMap().then((map) => map.showTrack(points ? linesOf(points) : []));
  }, [points]);
  useEffect(() => () => currentFieldMap()?.showTrack([]), []);
  const idle = found || record?.paused !== false;
  useEffect(() => {
    if (!idle) void whenFieldMap().then((map) => map.follow(true));
  }, [idle]);

  if (!loaded) return <p className="patch-gone">{t('ui.loading')}</p>;
  if (!record) {
    return (
      <div className="patrol">
        {told && (
          <p role="status" className="patch-told">
            {told}
          </p>
        )}
        <p>{t('patrol.explain')}</p>
        <Button
          variant="primary"
          className="draw-main"
          icon={<Play size={26} aria-hidden />}
          onClick={() => {
            setTold('');
            startPatrol();
          }}
        >
          {t('patrol.start')}
        </Button>
      </div>
    );
  }
  const end = async () => {
    try {
      await finishPatrol(note);
      setEnding(false);
      setNote('');
      setTold(t('patrol.finished'));
      announce(t('patrol.finished'));
    } catch {
      setTold(t('patch.notSaved'));
    }
  };
  return (
    <div className="patrol">
      {found && <p>{t('patrol.found', { time: momentWords(record.startedAt, language) })}</p>}
      {unkept && (
        <p role="alert" className="patch-told-bad">
          {t('patrol.unkept')}
        </p>
      )}
      <Numbers record={record} />
      <Duty record={record} />
      {told && (
        <p role="alert" className="patch-told-bad">
          {told}
        </p>
      )}
      {ending ? (
        <>
          <TextField label={t('patrol.note')} value={note} onChange={setNote} maxLength={500} />
          <div className="draw-row">
            <Button onClick={() => setEnding(false)}>{t('shell.back')}</Button>
            <Button variant="primary" onClick={() => void end()}>
              {t('patrol.save')}
            </Button>
          </div>
        </>
      ) : (
        <div className="draw-row">
          <Button
            icon={idle ? <Play size={24} aria-hidden /> : <Pause size={24} aria-hidden />}
            onClick={idle ? continuePatrol : pausePatrol}
          >
            {t(idle ? 'patrol.continue' : 'patrol.pause')}
          </Button>
          <Button icon={<Flag size={24} aria-hidden />} onClick={() => navigate(['flag'])}>
            {t('shell.tab.flag')}
          </Button>
          <Button icon={<Square size={22} aria-hidden />} onClick={() => setEnding(true)}>
            {t('patrol.end')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Numbers({ record }: { readonly record: PatrolRecord }) {
  const { t } = useTranslation();
  const refused = record.track.refused;
  return (
    <>
      <dl className="patrol-numbers">
        <div>
          <dt>{t('patrol.time')}</dt>
          <dd>{t('patrol.minutes', { count: Math.floor(minutesOf(record)) })}</dd>
        </div>
        <div>
          <dt>{t('patrol.way')}</dt>
          <dd>{distanceWords(t, record.track.meters)}</dd>
        </div>
        <div>
          <dt>{t('patrol.flags')}</dt>
          <dd>{record.flags.length}</dd>
        </div>
      </dl>
      {record.points.length === 0 && <p>{t('patrol.noPoint')}</p>}
      {refused.accuracy > 5 && <p>{t('patrol.rough', { count: refused.accuracy })}</p>}
    </>
  );
}

/** 履职: which grids were walked through, and what is lacking for the patrol to count there. */
function Duty({ record }: { readonly record: PatrolRecord }) {
  const { t } = useTranslation();
  const [grids, setGrids] = useState<readonly FenceZone[]>([]);
  useEffect(() => {
    void readFenceZones().then((zones) =>
      setGrids(zones.filter(({ layer }) => layer === 'responsibility_grids')),
    );
  }, []);
  const visits = useMemo(() => dutyOf(record, grids), [record, grids]);
  const rule = patrolRuleOn(ownPatrolRules, '', today());
  if (visits.length === 0) {
    if (!rule || record.points.length === 0) return null;
    const need = { need: rule.minMinutes ?? 0, needWay: distanceWords(t, rule.minMeters ?? 0) };
    const enough = minutesOf(record) >= need.need && record.track.meters >= (rule.minMeters ?? 0);
    return <p>{t(enough ? 'patrol.enough' : 'patrol.notYet', need)}</p>;
  }
  return (
    <ul className="patrol-duty" aria-label={t('patrol.duty')}>
      {visits.map(({ grid, milliseconds, meters }) => {
        const minutes = milliseconds / 60_000;
        const counts = rule !== null && minutes >= (rule.minMinutes ?? 0) && meters >= (rule.minMeters ?? 0);
        return (
          <li key={grid}>
            <strong>{grids.find(({ id }) => id === grid)?.label || t('patrol.grid')}</strong>{' '}
            {t(counts ? 'patrol.counts' : 'patrol.lacks', {
              minutes: Math.floor(minutes),
              way: distanceWords(t, meters),
              need: rule?.minMinutes ?? 0,
              needWay: distanceWords(t, rule?.minMeters ?? 0),
            })}
          </li>
        );
      })}
    </ul>
  );
}
