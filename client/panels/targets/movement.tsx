import CircleCheck from 'lucide-react/icons/circle-check';
import OctagonAlert from 'lucide-react/icons/octagon-alert';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from '#core/contract/targets.ts';
import type { Cause } from '#core/contract/versions.ts';
import { useLanguage } from '../../app/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Empty, Waiting } from '../../ui/progress.tsx';
import { today } from '../../ui/today.ts';
import { useFigureText } from './figure-text.ts';
import { boxText, momentOf } from './moment-box.ts';
import { MovementRows } from './movement-rows.tsx';
import { openNumber } from './opened-number.ts';
import { useMovement } from './queries.ts';
import { waterfall } from './waterfall.ts';
import { WaterfallChart } from './waterfall-chart.tsx';
import '../../ui/field.css';
import './movement.css';
import { OpenedHead } from './opened-head.tsx';

/** 谁动了这个数: from the figure of one moment to that of another by cause, and the rows behind each cause. */
export function MovementView({ target }: { readonly target: Target }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const text = useFigureText(target);
  const [from, setFrom] = useState(`${today().slice(0, 4)}-01-01`);
  const [to, setTo] = useState<string | null>(null);
  const [cause, setCause] = useState<Cause | null>(null);
  const query = useMovement(target.id, from, to);
  const { data } = query;
  const picture = useMemo(() => data && waterfall(data), [data]);
  const rows = useMemo(
    () => data?.rows.filter((row) => cause === null || row.cause === cause) ?? [],
    [data, cause],
  );
  // Before the data came there was nothing to move: what one wants to see begins with them.
  const arrived =
    data && data.from.value === 0
      ? data.rows.reduce<string | null>(
          (first, { knownFrom }) => (first && first < knownFrom ? first : knownFrom),
          null,
        )
      : null;
  const Icon = picture?.exact ? CircleCheck : OctagonAlert;

  return (
    <div className="opened movement">
      <OpenedHead
        title={t('targets.movement.title', {
          figure: `${target.title[language]} · ${target.place ?? target.regionName}`,
        })}
        back={t('targets.backToTargets')}
        onBack={() => openNumber(null)}
      />
      <div className="movement-when">
        <MomentBox
          label={t('targets.movement.from')}
          moment={from}
          onChange={(moment) => moment && setFrom(moment)}
        />
        <MomentBox
          label={t('targets.movement.to')}
          moment={to}
          hint={t('targets.movement.toNow')}
          onChange={setTo}
        />
      </div>
      {query.error && <ProblemView error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Waiting label={t('targets.movement.loading')} />}
      {data && picture && (
        <>
          {arrived !== null && (
            <p className="movement-before">
              {t('targets.movement.before')}
              <Button onClick={() => setFrom(arrived)}>{t('targets.movement.sinceArrival')}</Button>
            </p>
          )}
          <p className="movement-sum" role="status">
            <Icon size={16} aria-hidden />
            <span>
              {t(picture.exact ? 'targets.movement.exact' : 'targets.movement.inexact', {
                from: text(data.from.value, { unit: 'm2' }),
                to: text(data.to.value, { unit: 'm2' }),
                difference: text(picture.difference, { unit: 'm2' }),
              })}
            </span>
          </p>
          <WaterfallChart
            picture={picture}
            movement={data}
            target={target}
            chosen={cause}
            onChoose={(next) => setCause(next === cause ? null : next)}
          />
          {data.rows.length === 0 ? (
            <Empty title={t('targets.movement.none')} hint={t('targets.movement.noneHint')} />
          ) : (
            <MovementRows
              key={cause ?? 'all'}
              rows={rows}
              target={target}
              cause={cause}
              truncated={data.truncated}
            />
          )}
        </>
      )}
    </div>
  );
}

interface MomentBoxProps {
  readonly label: string;
  /** null: left empty. */
  readonly moment: string | null;
  readonly hint?: string;
  readonly onChange: (moment: string | null) => void;
}

/** A moment to the second, in Beijing. What is half typed changes nothing. */
function MomentBox({ label, moment, hint, onChange }: MomentBoxProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (moment ? boxText(moment) : '');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        type="datetime-local"
        step={1}
        max={`${today()}T23:59:59`}
        value={shown}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = momentOf(event.target.value);
          if (next || event.target.value === '') onChange(next);
        }}
        onBlur={() => setTyped(null)}
      />
      {hint && (
        <p id={`${id}-hint`} className="field-note">
          {hint}
        </p>
      )}
    </div>
  );
}
