import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import Footprints from 'lucide-react/icons/footprints';
import Magnet from 'lucide-react/icons/magnet';
import Move from 'lucide-react/icons/move';
import Plus from 'lucide-react/icons/plus';
import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkDrawing, drawnOutline, undoDrawing } from '#core/field/outline-drawing.ts';
import { emptyWalk } from '#core/field/walk-outline.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { currentFieldMap, whenFieldMap } from '../../map/field/field-map.ts';
import { Button } from '../../ui/button.tsx';
import { areaWords } from '../patch/words.ts';
import { crossingOf } from './crossing.ts';
import { DPad } from './d-pad.tsx';
import { neighboursOf } from './neighbours.ts';
import { metersPerPixel, type Snapped, snap } from './snap.ts';
import { useSketchOnMap } from './use-sketch.ts';
import { WalkTools } from './walk-tools.tsx';
import {
  addPoint,
  circleWork,
  closeWork,
  cornerAt,
  cornerCount,
  type DrawWork,
  deletePoint,
  movePoint,
  pickPoint,
  stepPoint,
} from './work.ts';
import '../patch/parts.css';
import './draw.css';

interface OutlineDrawerProps {
  readonly work: DrawWork;
  readonly onChange: (work: DrawWork) => void;
  /** The outline as it is then. */
  readonly onDone: (work: DrawWork) => void;
  /** What its button says. */
  readonly doneLabel: string;
  /** The patch whose own outline is no neighbour. */
  readonly patch: string;
}

/** Of a finger on the glass. */
const FINGER_PIXELS = 28;
/** Radius of 圈定, on the screen and on the ground. */
const CIRCLE_PIXELS = 48;

/** 勾绘: the map moves under the cross, and buttons set the corners. */
export function OutlineDrawer({ work, onChange, onDone, doneLabel, patch }: OutlineDrawerProps) {
  const { t } = useTranslation();
  const [joins, setJoins] = useState(true);
  /** What the corner that was set last was joined to. */
  const [joined, setJoined] = useState<Snapped['to']>(null);
  const now = useRef({ work, onChange });
  now.current = { work, onChange };
  useSketchOnMap(work);

  // Pressing a corner on the map chooses it.
  useEffect(() => {
    let stop = () => {};
    void whenFieldMap().then((map) => {
      map.crosshair(true);
      stop = map.onTap(
        ({ lonLat }) => {
          const { work, onChange } = now.current;
          if (!work.closed) return;
          const reach = FINGER_PIXELS * metersPerPixel(map.view().zoom, lonLat[1]);
          const next = pickPoint(work, lonLat, reach);
          onChange(next);
          const at = cornerAt(next.drawing, next.active);
          if (at && next !== work) map.flyTo(at, map.view().zoom);
        },
        { first: true },
      );
    });
    return () => {
      stop();
      currentFieldMap()?.crosshair(false);
    };
  }, []);

  if (work.walk) return <WalkTools work={work} walk={work.walk} onChange={onChange} />;

  const under = (): LonLat | null => {
    const map = currentFieldMap();
    if (!map) return null;
    const centre = map.centre();
    setJoined(null);
    if (!joins) return centre;
    const reach = FINGER_PIXELS * metersPerPixel(map.view().zoom, centre[1]);
    const { lonLat, to } = snap(centre, neighboursOf(centre, reach, patch), reach);
    setJoined(to);
    return lonLat;
  };
  const set = (change: (work: DrawWork, at: LonLat) => DrawWork) => {
    const at = under();
    if (at) onChange(change(work, at));
  };
  const turn = (next: DrawWork) => {
    setJoined(null);
    onChange(next);
  };
  const step = (by: 1 | -1) => {
    const next = stepPoint(work, by);
    turn(next);
    const at = cornerAt(next.drawing, next.active);
    if (at) currentFieldMap()?.flyTo(at, currentFieldMap()?.view().zoom);
  };
  const count = cornerCount(work.drawing);
  const fault = faultOf(work);
  const tooFew = count < 3 ? t('draw.fault.too-few') : undefined;
  return (
    <div className="draw">
      <AreaLine work={work} fault={fault} joined={joined} />
      {work.closed ? (
        <>
          <div className="draw-row">
            <Button onClick={() => step(-1)}>{t('draw.previous')}</Button>
            <Button onClick={() => step(1)}>{t('draw.next')}</Button>
            <UndoButton work={work} onChange={turn} />
          </div>
          <div className="draw-row">
            <Button
              icon={<Move size={22} aria-hidden />}
              disabledReason={work.active ? undefined : t('draw.chooseFirst')}
              onClick={() => set(movePoint)}
            >
              {t('draw.moveHere')}
            </Button>
            <Button icon={<Plus size={22} aria-hidden />} onClick={() => set(addPoint)}>
              {t('draw.insert')}
            </Button>
            <Button
              disabledReason={work.active ? undefined : t('draw.chooseFirst')}
              onClick={() => turn(deletePoint(work))}
            >
              {t('draw.delete')}
            </Button>
          </div>
          <Button
            variant="primary"
            className="draw-main"
            icon={<Check size={24} aria-hidden />}
            disabledReason={fault ? t(`draw.fault.${fault}`) : undefined}
            onClick={() => onDone(work)}
          >
            {doneLabel}
          </Button>
        </>
      ) : (
        <>
          <div className="draw-row">
            <Button
              variant="primary"
              className="draw-main"
              icon={<Plus size={26} aria-hidden />}
              onClick={() => set(addPoint)}
            >
              {t('draw.add')}
            </Button>
            <UndoButton work={work} onChange={turn} />
            <Button
              icon={<Check size={22} aria-hidden />}
              disabledReason={tooFew}
              onClick={() => turn(closeWork(work))}
            >
              {t('draw.close')}
            </Button>
          </div>
          {count === 0 && (
            <div className="draw-row">
              <Button
                icon={<CircleDashed size={22} aria-hidden />}
                onClick={() => {
                  const map = currentFieldMap();
                  if (!map) return;
                  const centre = map.centre();
                  const radius = CIRCLE_PIXELS * metersPerPixel(map.view().zoom, centre[1]);
                  onDone(circleWork(centre, Math.min(100, Math.max(5, radius))));
                }}
              >
                {t('draw.circle')}
              </Button>
              <Button
                icon={<Footprints size={22} aria-hidden />}
                onClick={() => onChange({ ...work, walk: emptyWalk })}
              >
                {t('draw.walk')}
              </Button>
            </div>
          )}
        </>
      )}
      <details className="draw-more">
        <summary>{t('draw.more')}</summary>
        <label className="check-row">
          <input type="checkbox" checked={joins} onChange={() => setJoins(!joins)} />
          <Magnet size={20} aria-hidden />
          <span>{t('draw.join')}</span>
        </label>
        <DPad />
      </details>
    </div>
  );
}

function UndoButton({ work, onChange }: Pick<OutlineDrawerProps, 'work' | 'onChange'>) {
  const { t } = useTranslation();
  return (
    <Button
      icon={<Undo2 size={22} aria-hidden />}
      disabledReason={work.drawing.past.length > 0 ? undefined : t('draw.nothingToUndo')}
      onClick={() => onChange({ ...work, drawing: undoDrawing(work.drawing), active: null })}
    >
      {t('draw.undo')}
    </Button>
  );
}

interface AreaLineProps {
  readonly work: DrawWork;
  readonly fault: string | null;
  readonly joined: Snapped['to'];
}

/** 面积: live, in mu and m², and what is wrong at once. */
function AreaLine({ work, fault, joined }: AreaLineProps) {
  const { t, i18n } = useTranslation();
  const { areaSquareMeters } = checkDrawing(work.drawing, 'sketch');
  const count = cornerCount(work.drawing);
  return (
    <p className="draw-area" aria-live="polite">
      <strong>
        {areaSquareMeters === null ? t('draw.noArea') : areaWords(areaSquareMeters, i18n.language)}
      </strong>
      <span>{t('draw.corners', { count })}</span>
      {joined && <span className="draw-joined">{t(`draw.joined.${joined}`)}</span>}
      {fault && fault !== 'too-few' && <span className="draw-fault">{t(`draw.fault.${fault}`)}</span>}
    </p>
  );
}

/** What stands against the outline; while it grows only what is crossed already. */
function faultOf(work: DrawWork): 'self-crossing' | 'too-few' | 'invalid' | null {
  const { drawing, closed } = work;
  if (crossingOf(drawing.parts.flat(), closed)) return 'self-crossing';
  if (!drawnOutline(drawing)) return 'too-few';
  const { findings } = checkDrawing(drawing, 'sketch');
  return closed && findings.some(({ severity }) => severity === 'error') ? 'invalid' : null;
}
