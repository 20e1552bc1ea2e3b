import ArrowLeft from 'lucide-react/icons/arrow-left';
import Send from 'lucide-react/icons/send';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ownCalendar } from '#core/calendar/work-calendar.ts';
import { fitBounds } from '../../../map/highlight.ts';
import { notify } from '../../../state/notice.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/controls.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Waiting } from '../../../ui/progress.tsx';
import { today } from '../../../ui/today.ts';
import { useFocusOnMount } from '../../../ui/use-focus-on-mount.ts';
import { useShownRegion } from '../../batches/queries.ts';
import { choose, chooseNone, useOpened } from '../opened.ts';
import { useCrews } from '../queries.ts';
import { usePatchMap } from '../use-patch-map.ts';
import { CrewEditor } from './crew-editor.tsx';
import { HolderChoice } from './holder-choice.tsx';
import { type Holder, sharesOf } from './plan.ts';
import { workOf } from './round-picture.ts';
import { ShareList } from './share-list.tsx';
import { holderOfGrid, useDispatch, useGridHolders } from './use-dispatch.ts';

/** 派发台: to whom, until when, and on which round; nothing has been sent before the last button's receipt. */
export function DispatchDesk() {
  const { t } = useTranslation();
  const chosen = useOpened((state) => state.chosen);
  const { code } = useShownRegion();
  const crews = useCrews(code);
  const [way, setWay] = useState<'one' | 'grid'>('one');
  const [holder, setHolder] = useState<Holder | null>(null);
  const [days, setDays] = useState('');
  const [note, setNote] = useState('');
  const [editing, setEditing] = useState(false);
  const [tried, setTried] = useState(false);
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const dispatch = useDispatch();
  const patches = useMemo(() => [...chosen.values()], [chosen]);
  const grids = useGridHolders(patches, crews.data?.grids, way === 'grid');
  const shares = useMemo(
    () => sharesOf(patches, (patch) => (way === 'grid' ? holderOfGrid(grids.data?.get(patch.uid)) : holder)),
    [patches, way, holder, grids.data],
  );
  const work = useMemo(() => workOf(shares), [shares]);
  usePatchMap(work, () => {});

  const count = /^\d{1,3}$/.test(days.trim()) ? Number(days) : null;
  const daysFault =
    days.trim() !== '' && (count === null || count < 1) ? t('patches.dispatch.daysFault') : undefined;
  const due = count !== null && count > 0 ? ownCalendar.addWorkingDays(today(), count) : null;
  const ready = shares.reduce((sum, share) => sum + (share.holder ? share.patches.length : 0), 0);
  const fit = () => {
    const box = boundsOf(patches.map(({ bounds }) => bounds));
    if (box) void fitBounds(box);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map moves once, to what is to be dispatched
  useEffect(fit, []);
  const back = () => useOpened.setState({ dispatching: false });
  const send = () =>
    dispatch.mutate(
      { shares, dueOn: due?.day ?? null, note },
      {
        onSuccess: ({ sent, passed, refused }) => {
          if (passed.length === 0 && refused.length === 0) {
            notify(t('patches.dispatch.sent', { count: sent }));
            chooseNone();
            back();
            return;
          }
          const kept = new Set([...refused.map(({ uid }) => uid)]);
          choose(
            patches.filter(({ uid, number }) => !kept.has(uid) && !passed.includes(number)),
            false,
          );
        },
      },
    );
  return (
    <div className="patches">
      <header className="patch-top">
        <Button variant="quiet" icon={<ArrowLeft size={16} aria-hidden />} onClick={back}>
          {t('patches.back')}
        </Button>
      </header>
      <h3 ref={heading} tabIndex={-1} className="patch-title">
        {t('patches.dispatch.title', { count: patches.length })}
      </h3>
      {editing ? (
        <CrewEditor onClose={() => setEditing(false)} />
      ) : (
        <form
          className="patches-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (ready === 0 || daysFault || dispatch.isPending) return;
            dispatch.reset();
            send();
          }}
        >
          <Segmented
            label={t('patches.dispatch.way')}
            value={way}
            options={[
              { value: 'one', label: t('patches.dispatch.toOne') },
              { value: 'grid', label: t('patches.dispatch.byGrid') },
            ]}
            onChange={setWay}
          />
          {crews.error && <ProblemView error={crews.error} onRetry={() => void crews.refetch()} />}
          {way === 'one' && crews.data && (
            <>
              <HolderChoice crews={crews.data} value={holder} onChange={setHolder} />
              {tried && !holder && (
                <p className="field-note field-error">{t('patches.dispatch.holderFault')}</p>
              )}
              <button type="button" className="link-button" onClick={() => setEditing(true)}>
                {t('patches.crew.edit')}
              </button>
            </>
          )}
          {way === 'grid' && grids.isPending && <Waiting label={t('patches.dispatch.findingGrids')} />}
          {grids.error && <ProblemView error={grids.error} onRetry={() => void grids.refetch()} />}
          <TextField
            label={t('patches.dispatch.days')}
            inputMode="numeric"
            value={days}
            onChange={setDays}
            error={tried || days ? daysFault : undefined}
            hint={
              due
                ? t(due.provisional ? 'patches.dispatch.dueProvisional' : 'patches.dispatch.due', {
                    day: due.day,
                    count: count ?? 0,
                  })
                : t('patches.dispatch.dueByRule')
            }
          />
          <TextField label={t('patches.dispatch.note')} value={note} onChange={setNote} maxLength={500} />
          <ShareList shares={shares} grids={way === 'grid' ? (grids.data ?? null) : null} />
          {dispatch.error && <ProblemView error={dispatch.error} />}
          {dispatch.data && (dispatch.data.passed.length > 0 || dispatch.data.refused.length > 0) && (
            <div className="patch-warning" role="alert">
              <p>{t('patches.dispatch.partly', { count: dispatch.data.sent })}</p>
              {dispatch.data.passed.length > 0 && (
                <p>{t('patches.dispatch.passed', { numbers: dispatch.data.passed.join('、') })}</p>
              )}
              {dispatch.data.refused.map(({ uid, problem }) => (
                <ProblemView key={uid} error={problem} />
              ))}
            </div>
          )}
          <div className="form-actions">
            <Button onClick={fit}>{t('patches.dispatch.onMap')}</Button>
            <Button
              type="submit"
              variant="primary"
              icon={<Send size={16} aria-hidden />}
              disabledReason={
                dispatch.isPending
                  ? t('patches.sending')
                  : ready === 0 && way === 'grid'
                    ? t('patches.dispatch.noGridPerson')
                    : undefined
              }
            >
              {dispatch.isPending
                ? t('patches.sending')
                : ready > 0
                  ? t('patches.dispatch.send', { count: ready })
                  : t('patches.dispatch.bar')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}

type Box = [number, number, number, number];

function boundsOf(boxes: readonly Readonly<Box>[]): Box | null {
  if (boxes.length === 0) return null;
  return boxes.reduce<Box>(
    (all, [west, south, east, north]) => [
      Math.min(all[0], west),
      Math.min(all[1], south),
      Math.max(all[2], east),
      Math.max(all[3], north),
    ],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}
