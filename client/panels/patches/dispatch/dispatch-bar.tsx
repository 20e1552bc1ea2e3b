import Combine from 'lucide-react/icons/combine';
import Lasso from 'lucide-react/icons/lasso';
import MapPinned from 'lucide-react/icons/map-pinned';
import Send from 'lucide-react/icons/send';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolygonalGeometry } from '#core/contract/shared.ts';
import { useEscape } from '../../../app/escape.ts';
import { whenMap } from '../../../map/handle.ts';
import { startLasso, viewAsShape } from '../../../map/patches/lasso.ts';
import { announce } from '../../../state/announcer.ts';
import { usePanels } from '../../../state/panels.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemView } from '../../../ui/problem-view.tsx';
import { useShownRegion } from '../../batches/queries.ts';
import { MOST_PARTS } from '../division/cut-pieces.ts';
import { useMuText } from '../mu-area.tsx';
import { choose, chooseNone, useOpened } from '../opened.ts';
import { pickInside } from '../queries.ts';

/** 派发条: what is chosen, the lasso, and the way to the dispatch desk. */
export function DispatchBar() {
  const { t } = useTranslation();
  const chosen = useOpened((state) => state.chosen);
  const register = useOpened((state) => state.filters.register);
  const { code } = useShownRegion();
  const [drawing, setDrawing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [note, setNote] = useState('');
  const mu = useMuText();

  const pick = async (shape: PolygonalGeometry) => {
    setError(null);
    try {
      const { patches, truncated } = await pickInside(shape, code);
      // Another register is another piece of work: it is chosen in its own tab.
      const fitting = patches.filter((patch) => patch.register === register);
      choose(fitting, true);
      const said = [
        t('patches.lasso.picked', { count: fitting.length }),
        fitting.length < patches.length &&
          t('patches.lasso.otherRegisters', { count: patches.length - fitting.length }),
        truncated && t('patches.lasso.truncated'),
      ];
      setNote(said.filter(Boolean).join(' '));
      announce(said.filter(Boolean).join(' '));
    } catch (problem) {
      setError(problem);
    }
  };
  useLasso(drawing, (shape) => {
    setDrawing(false);
    if (shape) void pick(shape);
  });
  useEscape(drawing, () => setDrawing(false));

  const patches = [...chosen.values()];
  const mergeHindrance =
    patches.length < 2
      ? t('patches.merge.two')
      : patches.length > MOST_PARTS
        ? t('patches.merge.tooMany', { count: MOST_PARTS })
        : undefined;
  const area = patches.reduce((sum, { areaSquareMeters }) => sum + areaSquareMeters, 0);
  return (
    <section className="dispatch-bar" aria-label={t('patches.dispatch.bar')}>
      <div className="patches-tools">
        <Button
          icon={<Lasso size={16} aria-hidden />}
          aria-pressed={drawing}
          onClick={() => {
            // The sheet would cover what is to be ringed.
            usePanels.getState().setSheet('peek');
            setDrawing(!drawing);
          }}
        >
          {t('patches.lasso.draw')}
        </Button>
        <Button
          icon={<MapPinned size={16} aria-hidden />}
          onClick={() => void whenMap().then((map) => pick(viewAsShape(map)))}
        >
          {t('patches.lasso.inView')}
        </Button>
      </div>
      {drawing && <p className="patches-note">{t('patches.lasso.hint')}</p>}
      {note && !drawing && <p className="patches-note">{note}</p>}
      {error !== null && <ProblemView error={error} />}
      {patches.length > 0 && (
        <div className="patches-line">
          <p className="patches-total" role="status">
            {t('patches.dispatch.chosen', { count: patches.length, area: mu(area) })}
          </p>
          <Button variant="quiet" onClick={chooseNone}>
            {t('patches.dispatch.none')}
          </Button>
          <Button
            icon={<Combine size={16} aria-hidden />}
            disabledReason={mergeHindrance}
            onClick={() => {
              const uids = [...chosen.keys()];
              useOpened.setState({ division: { kind: 'merge', uids, selected: uids } });
            }}
          >
            {t('patches.merge.openChosen')}
          </Button>
          <Button
            variant="primary"
            icon={<Send size={16} aria-hidden />}
            onClick={() => useOpened.setState({ dispatching: true })}
          >
            {t('patches.dispatch.open')}
          </Button>
        </div>
      )}
    </section>
  );
}

function useLasso(drawing: boolean, done: (shape: PolygonalGeometry | null) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hand is given once, when drawing begins
  useEffect(() => {
    if (!drawing) return;
    let stop = () => {};
    let left = false;
    void whenMap().then((map) => {
      if (left) return;
      stop = startLasso(map, {
        move: (lasso) => useOpened.setState({ lasso }),
        done: (shape) => done(shape as PolygonalGeometry | null),
      });
    });
    return () => {
      left = true;
      stop();
      useOpened.setState({ lasso: null });
    };
  }, [drawing]);
}
