import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import Link2 from 'lucide-react/icons/link-2';
import Magnet from 'lucide-react/icons/magnet';
import Redo2 from 'lucide-react/icons/redo-2';
import Scissors from 'lucide-react/icons/scissors';
import Spline from 'lucide-react/icons/spline';
import SquarePlus from 'lucide-react/icons/square-plus';
import Trash2 from 'lucide-react/icons/trash-2';
import Undo2 from 'lucide-react/icons/undo-2';
import X from 'lucide-react/icons/x';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { useEscape } from '../../app/escape.ts';
import { type Pen, useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { Area } from '../../ui/area.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { whenMap } from '../handle.ts';
import { finishShape } from '../measure/keyboard.ts';
import { editShape } from './edit-shape.ts';
import { listenForHistoryKeys } from './history-keys.ts';
import { removeVertex, ringOf, type Shape, vertexCount } from './shape.ts';
import { StripNote } from './strip-note.tsx';
import '../measure/measure-strip.css';
import './shape-strip.css';

const PENS = { vertices: Spline, hole: CircleDashed, part: SquarePlus, cut: Scissors } as const;

/** 图形编辑条: the live area over the map, what the hand draws, what it snaps to, undo and redo, and the end of it. Loaded when an outline is first edited. */
export function ShapeStrip() {
  const { t } = useTranslation();
  const state = useShape();
  const { shape, past, future, selected, dragged, pen, linked, snapping, neighbours, cutting } = state;
  const setTool = useTool((tool) => tool.setTool);
  const drawing = shape.length === 0 || pen !== 'vertices';
  const leave = () => setTool('none');
  useEscape(true, () => (pen === 'vertices' || cutting ? leave() : state.setPen('vertices')));

  useEffect(() => {
    let stop: (() => void) | null = null;
    let left = false;
    void whenMap().then((map) => {
      if (!left) stop = editShape(map);
    });
    const deaf = listenForHistoryKeys();
    return () => {
      left = true;
      deaf();
      stop?.();
    };
  }, []);

  const pens: Pen[] = shape.length === 0 || cutting ? [] : ['vertices', 'hole', 'part', 'cut'];
  const canRemove = selected !== null && vertexCount(ringOf(shape, selected)) > 3;
  return (
    <section
      className={classNames('measure shape-strip', cutting && 'shape-strip-cutting')}
      aria-label={t(cutting ? 'edit.shape.cutStrip' : 'edit.shape.strip')}
    >
      <div className="measure-figure">
        {!drawing || dragged !== null ? (
          <strong>
            <Area value={dragged ?? areaOf(shape)} use="table" both />
          </strong>
        ) : null}
        <StripNote />
      </div>
      <div className="measure-actions">
        {pens.map((id) => {
          const Icon = PENS[id];
          const why =
            id === 'cut' && !state.divisible ? 'no' : id === 'cut' && past.length > 0 ? 'first' : null;
          return why === 'no' ? null : (
            <IconButton
              key={id}
              label={t(why ? 'edit.shape.cutFirst' : `edit.shape.pen.${id}`)}
              pressed={pen === id}
              disabled={why !== null}
              onClick={() => state.setPen(id)}
            >
              <Icon size={18} aria-hidden />
            </IconButton>
          );
        })}
        {pens.length > 0 && <span className="shape-strip-rule" aria-hidden />}
        <IconButton
          label={t('edit.shape.snap')}
          pressed={snapping}
          onClick={() => useShape.setState({ snapping: !snapping })}
        >
          <Magnet size={18} aria-hidden />
        </IconButton>
        {neighbours.length > 0 && (
          <IconButton
            label={t('edit.shape.link')}
            pressed={linked}
            onClick={() => useShape.setState({ linked: !linked })}
          >
            <Link2 size={18} aria-hidden />
          </IconButton>
        )}
        {!cutting && (
          <>
            <span className="shape-strip-rule" aria-hidden />
            <IconButton label={t('edit.shape.undo')} disabled={past.length === 0} onClick={state.undo}>
              <Undo2 size={18} aria-hidden />
            </IconButton>
            <IconButton label={t('edit.shape.redo')} disabled={future.length === 0} onClick={state.redo}>
              <Redo2 size={18} aria-hidden />
            </IconButton>
            <IconButton
              label={t('edit.shape.removeVertex')}
              disabled={!canRemove}
              onClick={() => selected && state.change(removeVertex(shape, selected), null)}
            >
              <Trash2 size={18} aria-hidden />
            </IconButton>
          </>
        )}
        <IconButton
          className="shape-strip-done"
          label={t(pen === 'cut' ? 'edit.shape.cutHere' : drawing ? 'edit.shape.close' : 'edit.shape.done')}
          onClick={() => (drawing ? void whenMap().then(finishShape) : leave())}
        >
          <Check size={18} aria-hidden />
        </IconButton>
        {cutting && (
          <IconButton label={t('edit.shape.cutLeave')} onClick={leave}>
            <X size={18} aria-hidden />
          </IconButton>
        )}
      </div>
    </section>
  );
}

/** m², geodesic. */
function areaOf(shape: Shape): number {
  return geodesicArea({
    type: 'MultiPolygon',
    coordinates: shape.map((rings) => rings.map((ring) => ring.map((point) => [...point]))),
  });
}
