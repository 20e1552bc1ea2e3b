import Share2 from 'lucide-react/icons/share-2';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { planRound } from '#core/field/round.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { currentFieldMap } from '../../map/field/field-map.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../app/choice.tsx';
import { navigate } from '../app/route.ts';
import type { TaskRow } from '../patch/phone-patches.ts';
import { distanceWords } from '../patch/words.ts';
import { placeWords } from './task-list.ts';

interface RoundSheetProps {
  /** As the list has them, most urgent first. */
  readonly patches: readonly TaskRow[];
  readonly here: LonLat | null;
  readonly onClose: () => void;
}

/** A day's work; more than this is not a round. */
const SIZES = ['6', '12', '30'] as const;

/** 建议路线: the order in which to visit the first of the list, and the sheet to hand over. */
export function RoundSheet({ patches, here, onClose }: RoundSheetProps) {
  const { t } = useTranslation();
  const [size, setSize] = useState<(typeof SIZES)[number]>('12');
  const [done, setDone] = useState('');
  const byId = useMemo(() => new Map(patches.map((patch) => [patch.uid, patch])), [patches]);
  const round = useMemo(() => {
    const stops = patches.slice(0, Number(size)).map(({ uid, lonLat }) => ({ id: uid, lonLat }));
    const start = here ?? stops.find(({ lonLat }) => lonLat)?.lonLat;
    return start ? planRound(start, stops) : null;
  }, [patches, size, here]);

  const sheet = () =>
    [
      t('tasks.sheetTitle', {
        count: round?.legs.length ?? 0,
        way: distanceWords(t, round?.totalMeters ?? 0),
      }),
      ...(round?.legs ?? []).map(({ id, meters, lonLat }, index) => {
        const patch = byId.get(id)!;
        const place = lonLat.map((degrees) => degrees.toFixed(6)).join(', ');
        return `${index + 1}. ${patch.number} ${placeWords(patch)} ${distanceWords(t, meters)} (${place})`;
      }),
    ].join('\n');
  const hand = async () => {
    try {
      if (navigator.share) await navigator.share({ text: sheet() });
      else {
        await navigator.clipboard.writeText(sheet());
        setDone(t('tasks.copied'));
      }
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) setDone(t('tasks.notShared'));
    }
  };
  return (
    <div className="tasks">
      <div className="tasks-head">
        <Choice
          label={t('tasks.roundSize')}
          value={size}
          options={SIZES.map((value) => ({ value, label: value }))}
          onChange={setSize}
        />
        <p className="tasks-total" aria-live="polite">
          {round
            ? t(round.best ? 'tasks.roundBest' : 'tasks.roundGood', {
                count: round.legs.length,
                way: distanceWords(t, round.totalMeters),
              })
            : t('tasks.noneHere')}
          {!here && ` ${t('tasks.roundNoPosition')}`}
        </p>
        <div className="tasks-tools">
          <Button onClick={onClose}>{t('shell.back')}</Button>
          <Button icon={<Share2 size={22} aria-hidden />} onClick={() => void hand()}>
            {t('tasks.handOver')}
          </Button>
        </div>
        {done && <p role="status">{done}</p>}
      </div>
      <ol className="round-legs">
        {round?.legs.map(({ id, meters, lonLat }) => {
          const patch = byId.get(id)!;
          return (
            <li key={id}>
              <button
                type="button"
                className="task-card"
                onClick={() => {
                  currentFieldMap()?.flyTo(lonLat, 16);
                  navigate(['patch', id]);
                }}
              >
                <strong>{patch.number}</strong>
                <span className="task-muted">
                  {distanceWords(t, meters)} · {placeWords(patch)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
