import Route from 'lucide-react/icons/route';
import Search from 'lucide-react/icons/search';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rankItems } from '#core/field/urgency.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { boxOf } from '#core/geometry/rings.ts';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import { Button } from '../../ui/button.tsx';
import { listPainted } from '../app/first-screen.ts';
import { loadPanel } from '../app/panel-host.tsx';
import { navigate } from '../app/route.ts';
import { readAhead, usePhonePatches } from '../patch/phone-patches.ts';
import { usePosition } from '../position/position.ts';
import { RoundSheet } from './round-sheet.tsx';
import { TaskCard } from './task-card.tsx';
import { countGroups, filterTasks, lightOf, TASK_GROUPS, type TaskGroup } from './task-list.ts';
import { useWindow } from './use-window.ts';
import '../patch/parts.css';
import './tasks.css';

/** So many of the list are shown on the map at first. */
const NEAR = 12;
/** The panel has its height, and the map its middle, before the map is sent anywhere. */
const SETTLED_MS = 350;
/** The list lies still. */
const IDLE_MS = 800;

/** 任务: the patches of today, by urgency or by distance. Ten thousand of them scroll as ten do. */
export function Panel() {
  const { t } = useTranslation();
  const { patches, loaded } = usePhonePatches();
  const [group, setGroup] = useState<TaskGroup>('open');
  const [mine, setMine] = useState(false);
  const [by, setBy] = useState<'urgency' | 'distance'>('urgency');
  const [text, setText] = useState('');
  const [searching, setSearching] = useState(false);
  const [round, setRound] = useState(false);
  const here = useRoughPosition();
  const wanted = useDeferredValue(text);

  const ranked = useMemo(() => {
    const items = filterTasks(patches, { group, mine, text: wanted }).map((patch) => ({
      patch,
      light: lightOf(patch),
      dueOn: patch.deadline.dueOn,
      lonLat: patch.lonLat,
    }));
    return rankItems(items, here, by);
  }, [patches, group, mine, wanted, here, by]);
  // The map shows what the list begins with, once.
  const begin = useRef(false);
  useEffect(() => {
    if (!loaded || begin.current) return;
    const places = ranked.slice(0, NEAR).flatMap(({ item }) => (item.lonLat ? [[...item.lonLat]] : []));
    const box = places.length > 0 ? boxOf(places) : null;
    listPainted(box);
    if (!box) return;
    begin.current = true;
    void whenFieldMap().then((map) =>
      setTimeout(() => currentFieldMap() === map && map.fit(box), SETTLED_MS),
    );
  }, [loaded, ranked]);
  // The form is there before it is asked for.
  useEffect(() => {
    const timer = setTimeout(() => void loadPanel('patch'), IDLE_MS);
    return () => clearTimeout(timer);
  }, []);
  const counts = useMemo(() => countGroups(patches, mine), [patches, mine]);

  if (round) {
    return (
      <RoundSheet
        patches={ranked.map(({ item }) => item.patch)}
        here={here}
        onClose={() => setRound(false)}
      />
    );
  }
  return (
    <div className="tasks">
      <div className="tasks-head">
        <fieldset className="chip-row" aria-label={t('tasks.filter')}>
          {TASK_GROUPS.filter((each) => counts[each] > 0 || each === group).map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={each === group}
              onClick={() => setGroup(each)}
            >
              {t(`tasks.group.${each}`)} {counts[each]}
            </button>
          ))}
        </fieldset>
        <div className="tasks-tools">
          <button type="button" className="chip" aria-pressed={mine} onClick={() => setMine(!mine)}>
            {t('tasks.mine')}
          </button>
          <button
            type="button"
            className="chip"
            onClick={() => setBy(by === 'urgency' ? 'distance' : 'urgency')}
          >
            {t(`tasks.by.${by}`)}
          </button>
          <button
            type="button"
            className="chip"
            aria-pressed={searching}
            aria-label={t('tasks.search')}
            onClick={() => {
              setSearching(!searching);
              setText('');
            }}
          >
            <Search size={22} aria-hidden />
          </button>
          <Button icon={<Route size={22} aria-hidden />} onClick={() => setRound(true)}>
            {t('tasks.round')}
          </Button>
        </div>
        {searching && (
          <input
            type="search"
            className="input"
            aria-label={t('tasks.search')}
            placeholder={t('tasks.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </div>
      {ranked.length > 0 ? (
        <TaskRows ranked={ranked} />
      ) : (
        <p className="tasks-empty">
          {loaded ? t(patches.length > 0 ? 'tasks.noneHere' : 'tasks.none') : t('ui.loading')}
        </p>
      )}
    </div>
  );
}

type Ranked = ReturnType<
  typeof rankItems<{
    patch: ReturnType<typeof usePhonePatches>['patches'][number];
    light: ReturnType<typeof lightOf>;
    dueOn: string | null;
    lonLat: LonLat | null;
  }>
>;

function TaskRows({ ranked }: { readonly ranked: Ranked }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useWindow(scroller, ranked.length, 104);
  const shown = rows.shown.map(({ index }) => ranked[index]!.item.patch.uid).join(' ');
  useEffect(() => {
    const timer = setTimeout(
      () => void readAhead(shown.split(' ').filter(Boolean)).catch(() => undefined),
      IDLE_MS,
    );
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <div ref={scroller} className="tasks-scroll">
      <ul
        className="tasks-rows"
        aria-label={t('tasks.list', { count: ranked.length })}
        style={{ height: rows.height }}
      >
        {rows.shown.map(({ index, start }) => {
          const { item, meters, bearing } = ranked[index]!;
          return (
            <li
              key={item.patch.uid}
              ref={rows.measure}
              data-index={index}
              aria-setsize={ranked.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <TaskCard
                patch={item.patch}
                meters={meters}
                bearing={bearing}
                onOpen={() => navigate(['patch', item.patch.uid])}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The position to some twenty metres: the list is not sorted anew at every fix. */
export function useRoughPosition(): LonLat | null {
  const lon = usePosition(({ fix }) => (fix ? Math.round(fix.lonLat[0] * 5000) / 5000 : null));
  const lat = usePosition(({ fix }) => (fix ? Math.round(fix.lonLat[1] * 5000) / 5000 : null));
  return useMemo(() => (lon === null || lat === null ? null : [lon, lat]), [lon, lat]);
}
