import ArrowLeft from 'lucide-react/icons/arrow-left';
import Focus from 'lucide-react/icons/focus';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '../../../app/use-media.ts';
import { LiveMark } from '../../../live/live-mark.tsx';
import { fitBounds } from '../../../map/highlight.ts';
import { isPast, useMoments } from '../../../state/as-of.ts';
import { usePanels } from '../../../state/panels.ts';
import { Button } from '../../../ui/button.tsx';
import { DemonstrationMark } from '../../../ui/demonstration-mark.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Waiting } from '../../../ui/progress.tsx';
import { useFocusOnMount } from '../../../ui/use-focus-on-mount.ts';
import { useShownRegion } from '../../batches/queries.ts';
import { useHistory, useVersion } from '../../history/queries.ts';
import { ConflictCard } from '../conflicts/conflict-card.tsx';
import { useFieldTitle } from '../field-text.ts';
import { DeadlineMark } from '../light-mark.tsx';
import { MuArea } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import { openPatch } from '../opened.ts';
import { usePatch } from '../queries.ts';
import { usePatchMap } from '../use-patch-map.ts';
import { Clock } from './clock.tsx';
import { Comments } from './comments.tsx';
import { Compare } from './compare.tsx';
import { Decision } from './decision.tsx';
import { DivisionSection } from './division-section.tsx';
import { Events } from './events.tsx';
import { Evidence } from './evidence.tsx';
import { versionBefore } from './outline-course.ts';
import { OverlayAccount } from './overlay-account.tsx';
import { Photos } from './photos.tsx';
import { reviewPicture } from './review-picture.ts';
import { Values } from './values.tsx';
import { Withdrawal } from './withdrawal.tsx';

/** 审核: everything that whoever decides must see, in the order in which it is decided. */
export function ReviewPage({ uid }: { readonly uid: string }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const name = useNames();
  const fieldTitle = useFieldTitle();
  const past = isPast(useMoments());
  const { demonstration } = useShownRegion();
  const { data: patch, error, refetch } = usePatch(uid);
  const heading = useFocusOnMount<HTMLHeadingElement>();
  const [photo, setPhoto] = useState<string | null>(null);
  const outline = useOutlineBefore(patch?.id);
  const work = useMemo(
    () => reviewPicture(patch, outline, photo, (side) => t(`patches.side.${side}`)),
    [patch, outline, photo, t],
  );
  usePatchMap(work, (id, kind) => kind === 'photo' && setPhoto(id));
  const fit = () => {
    if (!patch) return;
    const { sheet, setSheet } = usePanels.getState();
    if (sheet === 'full') setSheet('half');
    void fitBounds(patch.bounds, { maxZoom: 18 });
  };
  const there = patch !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map moves once, when the patch has come
  useEffect(fit, [there]);

  return (
    <div className="patches patch-review">
      <header className="patch-top">
        <Button variant="quiet" icon={<ArrowLeft size={16} aria-hidden />} onClick={() => openPatch(null)}>
          {t('patches.back')}
        </Button>
        {phone && <LiveMark />}
        {demonstration && <DemonstrationMark small />}
      </header>
      <h3 ref={heading} tabIndex={-1} className="patch-title">
        {patch ? patch.number : t('patches.opening')}
        {patch && (
          <small>
            {name('register', patch.register)} · {name('class', patch.patchClass)} · {patch.regionName}
          </small>
        )}
      </h3>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {!patch && !error && <Waiting label={t('patches.opening')} />}
      {patch && (
        <>
          <dl className="patch-facts">
            <div>
              <dt>{t('patches.column.state')}</dt>
              <dd>{name('state', patch.state)}</dd>
            </div>
            <div>
              <dt>{t('patches.column.due')}</dt>
              <dd>
                <DeadlineMark deadline={patch.deadline} />
              </dd>
            </div>
            <div>
              <dt>{t('patches.column.area')}</dt>
              <dd>
                <MuArea value={patch.areaSquareMeters} />
              </dd>
            </div>
            <div>
              <dt>{t('patches.remaining')}</dt>
              <dd>
                {patch.remainingSquareMeters === null ? (
                  t('patches.notGiven')
                ) : (
                  <MuArea value={patch.remainingSquareMeters} />
                )}
              </dd>
            </div>
            <div>
              <dt>{t('patches.column.assignee')}</dt>
              <dd>{patch.assignee?.name ?? t('patches.nobody')}</dd>
            </div>
            {patch.splitState !== 'whole' && (
              <div>
                <dt>{fieldTitle('split_state')}</dt>
                <dd>{name('split_state', patch.splitState)}</dd>
              </div>
            )}
          </dl>
          {patch.withdrawn && (
            <p className="patch-warning" role="note">
              {t('patches.withdrawn', {
                person: patch.withdrawn.person.name,
                reason: patch.withdrawn.reason,
              })}
            </p>
          )}
          <Family patch={patch} />
          {patch.conflictList.length > 0 && (
            <section className="patch-section" aria-label={t('patches.tab.conflicts')}>
              <h4>{t('patches.tab.conflictsOf', { count: patch.conflictList.length })}</h4>
              {patch.conflictList.map((conflict) => (
                <ConflictCard key={JSON.stringify(conflict)} patch={patch} conflict={conflict} />
              ))}
            </section>
          )}
          {past ? (
            <p className="patch-warning" role="note">
              {t('patches.past')}
            </p>
          ) : (
            <Decision key={`${patch.state}/${patch.heads.state?.join()}`} patch={patch} />
          )}
          {!past && <DivisionSection patch={patch} />}
          <OutlineLegend before={outline !== null} ghosts={patch.conflictList} />
          <div className="patches-tools">
            <Button icon={<Focus size={16} aria-hidden />} onClick={fit}>
              {t('patches.onMap')}
            </Button>
            <Compare patch={patch} />
          </div>
          <Values patch={patch} />
          <Photos patch={patch} chosen={photo} onChoose={setPhoto} />
          <OverlayAccount patch={patch} />
          <Comments patch={patch} />
          <Clock patch={patch} />
          <Events patch={patch} />
          <Evidence patch={patch} />
          {!past && <Withdrawal key={String(patch.withdrawn === null)} patch={patch} />}
        </>
      )}
    </div>
  );
}

/** 原界线: the outline before its last change, from the history of the layer. */
function useOutlineBefore(id: number | undefined): GeoJSON.MultiPolygon | null {
  const ref = { layer: 'patches' as const, id: id ?? 0 };
  const history = useHistory(ref, id !== undefined);
  const version = useVersion(ref, history.data ? versionBefore(history.data.versions) : null);
  return (version.data?.geometry as GeoJSON.MultiPolygon | undefined) ?? null;
}

function Family({
  patch,
}: {
  readonly patch: { parents: readonly Kin[]; parts: readonly (Kin & { state: string })[] };
}) {
  const { t } = useTranslation();
  const name = useNames();
  if (patch.parents.length === 0 && patch.parts.length === 0) return null;
  return (
    <ul className="patch-family">
      {patch.parents.map(({ uid, number }) => (
        <li key={uid}>
          {t('patches.parent')}{' '}
          <button type="button" className="link-button" onClick={() => openPatch(uid)}>
            {number}
          </button>
        </li>
      ))}
      {patch.parts.map(({ uid, number, state }) => (
        <li key={uid}>
          {t('patches.part')}{' '}
          <button type="button" className="link-button" onClick={() => openPatch(uid)}>
            {number}
          </button>{' '}
          {name('state', state)}
        </li>
      ))}
    </ul>
  );
}

interface Kin {
  readonly uid: string;
  readonly number: string;
}

function OutlineLegend({
  before,
  ghosts,
}: {
  readonly before: boolean;
  readonly ghosts: readonly { kind: string }[];
}) {
  const { t } = useTranslation();
  const ghost = ghosts.some((conflict) => 'field' in conflict && conflict.field === 'outline');
  if (!before && !ghost) return null;
  return (
    <p className="patches-note">
      {[t('patches.legend.now'), before && t('patches.legend.before'), ghost && t('patches.legend.ghost')]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}
