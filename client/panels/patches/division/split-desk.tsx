import PenLine from 'lucide-react/icons/pen-line';
import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatchView } from '#core/contract/patches.ts';
import type { Bounds } from '#core/contract/shared.ts';
import { usePhone } from '../../../app/use-media.ts';
import { fitBounds } from '../../../map/highlight.ts';
import { announce } from '../../../state/announcer.ts';
import { notify } from '../../../state/notice.ts';
import { Button } from '../../../ui/button.tsx';
import { Segmented } from '../../../ui/controls.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { Waiting } from '../../../ui/progress.tsx';
import { MuArea } from '../mu-area.tsx';
import { openPatch } from '../opened.ts';
import { usePatch } from '../queries.ts';
import { usePatchMap } from '../use-patch-map.ts';
import { ConfirmForm } from './confirm-form.tsx';
import { type Coordinates, type Cut, cutFault, cutPieces } from './cut-pieces.ts';
import { DeskFrame } from './desk-frame.tsx';
import { splitPicture } from './division-picture.ts';
import { useSplit, useSplitPreview } from './division-queries.ts';
import { FitNote } from './fit-note.tsx';
import { PartList } from './part-list.tsx';
import { SumLine } from './sum-line.tsx';
import { useCutting } from './use-cutting.ts';

/** A sheet takes so long to its new height. */
const SHEET_MILLISECONDS = 450;

/** 拆分台: cut on the map, see at once what the parts come to, say why; nothing is split before the question at the end is answered. */
export function SplitDesk({ uid }: { readonly uid: string }) {
  const { t } = useTranslation();
  const { data: patch, error, refetch } = usePatch(uid);
  return (
    <DeskFrame title={t('patches.split.title', { number: patch?.number ?? '' })}>
      {error && <ProblemView error={error} onRetry={() => void refetch()} />}
      {patch ? <Cutting patch={patch} /> : !error && <Waiting label={t('patches.opening')} />}
    </DeskFrame>
  );
}

function Cutting({ patch }: { readonly patch: PatchView }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [way, setWay] = useState<Cut['way']>('line');
  const [cuts, setCuts] = useState<readonly Cut[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const [classes, setClasses] = useState<Readonly<Record<number, string>>>({});
  const outline = patch.geometry.coordinates as Coordinates;
  const pieces = useMemo(() => cutPieces(outline, cuts), [outline, cuts]);
  const parts = useMemo(
    () =>
      pieces.map((coordinates, index) => ({ coordinates, patchClass: classes[index] ?? patch.patchClass })),
    [pieces, classes, patch.patchClass],
  );
  const split = useSplit(patch.uid);
  const preview = useSplitPreview(patch.uid, patch.versionId, parts, split.isIdle || split.isError);
  const sums =
    preview.data?.parts.length === parts.length && !preview.isPlaceholderData ? preview.data : null;
  const work = useMemo(
    () => splitPicture(outline, pieces, (sums?.fault ?? null) as GeoJSON.MultiPolygon | null),
    [outline, pieces, sums],
  );
  usePatchMap(work, () => {});
  const list = useRef<HTMLHeadingElement>(null);
  const look = () => void fitBounds(withMargin(patch.bounds), { maxZoom: 20 });
  /** On a phone the sheet comes to rest first: what it covers is no room. */
  const lookLater = () => {
    setTimeout(look, phone ? SHEET_MILLISECONDS : 0);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map moves by itself when the screen opens and after a cut, not when the patch is edited
  useEffect(look, []);
  const cutting = useCutting((cut) => {
    const why = cutFault(outline, cuts, cut);
    setFault(why && t(`patches.split.fault.${why}`));
    if (why) return;
    // The numbers of the parts are others now.
    setClasses({});
    setCuts([...cuts, cut]);
    announce(t('patches.split.pieces', { count: cutPieces(outline, [...cuts, cut]).length }));
    // Whoever drew by keys has left the patch behind.
    lookLater();
  });
  // They go on in the list, which a first cut has only now brought.
  const cutsSeen = useRef(0);
  useEffect(() => {
    if (cuts.length > cutsSeen.current) list.current?.focus();
    cutsSeen.current = cuts.length;
  }, [cuts.length]);
  const draw = () => {
    setFault(null);
    cutting.begin(pieces, way);
    // The sheet gave way, and the strip came: the patch goes between them.
    if (phone) lookLater();
  };
  const count = parts.length;
  return (
    <>
      <p className="division-rule">{t('patches.split.rule')}</p>
      <div className="patches-line">
        <Segmented
          label={t('patches.split.way')}
          value={way}
          options={(['line', 'ring'] as const).map((value) => ({
            value,
            label: t(`patches.split.ways.${value}`),
          }))}
          onChange={(next) => {
            setWay(next);
            if (cutting.drawing) cutting.stop();
          }}
        />
      </div>
      <p className="patches-note">{t(`patches.split.how.${way}`)}</p>
      <div className="patches-tools">
        <Button
          variant={count < 2 ? 'primary' : 'plain'}
          icon={<PenLine size={16} aria-hidden />}
          aria-pressed={cutting.drawing}
          onClick={() => (cutting.drawing ? cutting.stop() : draw())}
        >
          {t(
            cutting.drawing ? 'patches.split.stop' : count < 2 ? 'patches.split.draw' : 'patches.split.again',
          )}
        </Button>
        {cuts.length > 0 && (
          <Button
            icon={<Undo2 size={16} aria-hidden />}
            onClick={() => {
              setFault(null);
              setClasses({});
              setCuts(cuts.slice(0, -1));
            }}
          >
            {t('patches.split.undo')}
          </Button>
        )}
      </div>
      {fault && (
        <p className="patch-warning" role="alert">
          {fault}
        </p>
      )}
      {count < 2 && (
        <p className="division-whole">
          {t('patches.split.before')} <MuArea value={patch.areaSquareMeters} />
        </p>
      )}
      {count > 1 && (
        <section className="patch-section" aria-label={t('patches.split.parts')}>
          <h4 ref={list} tabIndex={-1}>
            {t('patches.split.pieces', { count })}
          </h4>
          <PartList
            register={patch.register}
            patchClasses={parts.map(({ patchClass }) => patchClass)}
            preview={sums?.parts ?? null}
            onClass={(index, patchClass) => setClasses({ ...classes, [index]: patchClass })}
          />
          {preview.isFetching && !sums && <Waiting label={t('patches.division.reckoning')} />}
          {preview.error && <ProblemView error={preview.error} onRetry={() => void preview.refetch()} />}
          {sums && (
            <>
              <SumLine
                sum={sums.sumSquareMeters}
                whole={sums.wholeSquareMeters}
                sumLabel={t('patches.split.sum')}
                wholeLabel={t('patches.split.whole')}
              />
              <FitNote preview={sums} />
            </>
          )}
        </section>
      )}
      {count > 1 && (
        <ConfirmForm
          act={t('patches.split.act', { count })}
          question={t('patches.split.question', { number: patch.number, count })}
          confirm={t('patches.split.confirm')}
          hindered={
            sums?.fits ? undefined : t(sums ? 'patches.split.notFitting' : 'patches.division.waiting')
          }
          busy={split.isPending}
          error={split.error}
          onConfirm={(reason) => {
            if (split.isPending || !sums) return;
            split.mutate(
              { parts, reason },
              {
                onSuccess: () => {
                  openPatch(sums.parent.uid);
                  notify(t('patches.split.done', { number: patch.number, count }));
                },
              },
            );
          }}
        >
          <ul className="division-consequences">
            <li>
              {t(patch.splitState === 'part' ? 'patches.split.partGoes' : 'patches.split.parentStays', {
                number: patch.number,
                parent: sums?.parent.number ?? '',
              })}
            </li>
            <li>
              {t('patches.split.partsBegin', { numbers: sums?.parts.map(({ number }) => number).join('、') })}
            </li>
            <li>{t('patches.split.back')}</li>
          </ul>
        </ConfirmForm>
      )}
    </>
  );
}

/** A line begins and ends outside the outline: there must be room for that. */
function withMargin([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [(east - west) * 0.3, (north - south) * 0.3];
  return [west - x, south - y, east + x, north + y];
}
