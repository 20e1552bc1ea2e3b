import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import { fitBounds } from '../../../map/highlight.ts';
import { notify } from '../../../state/notice.ts';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Waiting } from '../../../ui/progress.tsx';
import { useFieldTitle } from '../field-text.ts';
import { MuArea } from '../mu-area.tsx';
import { useNames } from '../names.ts';
import { chooseNone, openPatch } from '../opened.ts';
import { usePatchMap } from '../use-patch-map.ts';
import { ConfirmForm } from './confirm-form.tsx';
import type { Coordinates } from './cut-pieces.ts';
import { DeskFrame } from './desk-frame.tsx';
import { mergePicture } from './division-picture.ts';
import { useCandidates, useMerge, useMergePreview } from './division-queries.ts';
import { NumberMark } from './number-mark.tsx';
import { SumLine } from './sum-line.tsx';

interface MergeDeskProps {
  readonly uids: readonly string[];
  readonly selected: readonly string[];
}

/** 合并台: which of them, what they become, which number stays, and why; what cannot be merged is said with what to do instead. */
export function MergeDesk({ uids, selected }: MergeDeskProps) {
  const { t } = useTranslation();
  const answers = useCandidates(uids);
  const failed = answers.find(({ error }) => error);
  const patches = answers.flatMap(({ data }) => data ?? []);
  return (
    <DeskFrame title={t('patches.merge.title')}>
      <p className="division-rule">{t('patches.merge.rule')}</p>
      {failed && <ProblemView error={failed.error} onRetry={() => void failed.refetch()} />}
      {patches.length === uids.length ? (
        <Merging patches={patches} selected={selected} />
      ) : (
        !failed && <Waiting label={t('patches.opening')} />
      )}
    </DeskFrame>
  );
}

interface MergingProps {
  readonly patches: readonly PatchView[];
  readonly selected: readonly string[];
}

function Merging({ patches, selected }: MergingProps) {
  const { t } = useTranslation();
  const name = useNames();
  const title = useFieldTitle();
  const [marked, setMarked] = useState<ReadonlySet<string>>(() => new Set(selected));
  const chosen = useMemo(() => patches.filter(({ uid }) => marked.has(uid)), [patches, marked]);
  const uids = chosen.map(({ uid }) => uid);
  const merge = useMerge();
  const preview = useMergePreview(
    uids,
    chosen.map(({ versionId }) => versionId),
    merge.isIdle || merge.isError,
  );
  const result = chosen.length > 1 ? preview.data : undefined;
  const work = useMemo(
    () =>
      mergePicture(
        patches.map(({ uid, geometry }) => ({
          coordinates: geometry.coordinates as Coordinates,
          chosen: marked.has(uid),
        })),
        (result?.outline.coordinates as Coordinates | undefined) ?? null,
      ),
    [patches, marked, result],
  );
  usePatchMap(work, () => {});
  const look = () => void fitBounds(boundsAround(patches.map(({ bounds }) => bounds)), { maxZoom: 19 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map moves once, to what is to be merged
  useEffect(look, []);
  const apart = useMemo(() => apartFrom(chosen, patches), [chosen, patches]);
  const count = chosen.length;
  return (
    <>
      <fieldset className="division-candidates">
        <legend>{t('patches.merge.which')}</legend>
        {patches.map((patch, index) => (
          <label key={patch.uid}>
            <input
              type="checkbox"
              checked={marked.has(patch.uid)}
              onChange={(event) => {
                const next = new Set(marked);
                if (event.target.checked) next.add(patch.uid);
                else next.delete(patch.uid);
                merge.reset();
                setMarked(next);
              }}
            />
            {marked.has(patch.uid) && <NumberMark index={index} />}
            <span className="division-number">
              {patch.number}
              <small>
                {name('state', patch.state)} · {name('class', patch.patchClass)}
                {apart.has(patch.uid) && ` · ${t('patches.merge.apart')}`}
              </small>
            </span>
            <strong>
              <MuArea value={patch.areaSquareMeters} />
            </strong>
          </label>
        ))}
      </fieldset>
      {count > 1 && preview.isFetching && !result && <Waiting label={t('patches.division.reckoning')} />}
      {count > 1 && preview.error && <ProblemView error={preview.error} />}
      {result && !preview.error && (
        <section className="patch-section" aria-label={t('patches.merge.becomes')}>
          <h4>{t('patches.merge.becomes')}</h4>
          <p className="division-result">
            <strong>{result.number}</strong>{' '}
            {t(`patches.merge.result.${result.becomes}`, { parent: result.parent.number })}
          </p>
          <SumLine
            sum={result.areaSquareMeters}
            whole={result.sumSquareMeters}
            sumLabel={t('patches.merge.after')}
            wholeLabel={t('patches.merge.sum', { count })}
          />
          {result.differing.length > 0 && (
            <p className="patch-warning" role="note">
              {t('patches.merge.differing', { fields: result.differing.map(title).join('、') })}
            </p>
          )}
        </section>
      )}
      <ConfirmForm
        act={t('patches.merge.act', { count })}
        question={t('patches.merge.question', { count })}
        confirm={t('patches.merge.confirm')}
        hindered={hindrance()}
        busy={merge.isPending}
        error={merge.error}
        onConfirm={(reason) => {
          if (merge.isPending || !result) return;
          merge.mutate(
            { uids, reason },
            {
              onSuccess: ({ uid }) => {
                chooseNone();
                openPatch(uid);
                notify(t('patches.merge.done', { count, number: result.number }));
              },
            },
          );
        }}
      >
        <ul className="division-consequences">
          <li>{t('patches.merge.partsGo', { numbers: chosen.map(({ number }) => number).join('、') })}</li>
          {result && (
            <li>
              {result.number} {t(`patches.merge.result.${result.becomes}`, { parent: result.parent.number })}
            </li>
          )}
          <li>{t('patches.merge.back')}</li>
        </ul>
      </ConfirmForm>
    </>
  );

  function hindrance(): string | undefined {
    if (count < 2) return t('patches.merge.two');
    if (preview.error) return t('patches.merge.refused');
    return result ? undefined : t('patches.division.waiting');
  }
}

/** Those that share no edge with what is chosen. */
function apartFrom(chosen: readonly PatchView[], patches: readonly PatchView[]): ReadonlySet<string> {
  if (chosen.length === 0) return new Set();
  const outline = ({ geometry }: PatchView) => geometry.coordinates as Coordinates;
  return new Set(
    patches.flatMap((patch) => {
      const others = chosen.filter(({ uid }) => uid !== patch.uid);
      if (others.length === 0) return [];
      const meets = others.some((other) => mergeOutlines([outline(other), outline(patch)]) !== 'apart');
      return meets ? [] : [patch.uid];
    }),
  );
}

function boundsAround(boxes: readonly Bounds[]): Bounds {
  const side = (of: (...values: number[]) => number, at: 0 | 1 | 2 | 3) => of(...boxes.map((box) => box[at]));
  return [side(Math.min, 0), side(Math.min, 1), side(Math.max, 2), side(Math.max, 3)];
}
