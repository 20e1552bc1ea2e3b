import Check from 'lucide-react/icons/check';
import Trash2 from 'lucide-react/icons/trash-2';
import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import { useEscape } from '../../app/escape.ts';
import { useShape } from '../../state/shape.ts';
import { useTool } from '../../state/tool.ts';
import { Area } from '../../ui/area.tsx';
import { IconButton } from '../../ui/button.tsx';
import { whenMap } from '../handle.ts';
import { finishShape } from '../measure/keyboard.ts';
import { editShape } from './edit-shape.ts';
import { removeVertex, ringOf, type Shape, vertexCount } from './shape.ts';
import '../measure/measure-strip.css';

/** 图形编辑条: the live area over the map, undo, and the end of it. Loaded when an outline is first edited. */
export function ShapeStrip() {
  const { t } = useTranslation();
  const { shape, past, selected, dragged, undo, change } = useShape();
  const setTool = useTool((state) => state.setTool);
  const drawing = shape.length === 0;
  const leave = () => setTool('none');
  useEscape(true, leave);

  useEffect(() => {
    let stop: (() => void) | null = null;
    let left = false;
    void whenMap().then((map) => {
      if (!left) stop = editShape(map);
    });
    return () => {
      left = true;
      stop?.();
    };
  }, []);

  const canRemove = selected !== null && vertexCount(ringOf(shape, selected)) > 3;
  return (
    <section className="measure" aria-label={t('edit.shape.strip')}>
      <div className="measure-figure">
        {drawing && dragged === null ? (
          <span>{t('edit.shape.begin')}</span>
        ) : (
          <strong>
            <Area value={dragged ?? areaOf(shape)} use="table" both />
          </strong>
        )}
        <small>{t('measure.method')}</small>
      </div>
      <div className="measure-actions">
        <IconButton label={t('edit.shape.undo')} disabled={past.length === 0} onClick={undo}>
          <Undo2 size={18} aria-hidden />
        </IconButton>
        <IconButton
          label={t('edit.shape.removeVertex')}
          disabled={!canRemove}
          onClick={() => selected && change(removeVertex(shape, selected), null)}
        >
          <Trash2 size={18} aria-hidden />
        </IconButton>
        <IconButton
          label={t(drawing ? 'edit.shape.close' : 'edit.shape.done')}
          onClick={() => (drawing ? void whenMap().then(finishShape) : leave())}
        >
          <Check size={18} aria-hidden />
        </IconButton>
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
