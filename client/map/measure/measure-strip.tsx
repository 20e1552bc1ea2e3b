import Check from 'lucide-react/icons/check';
import Eraser from 'lucide-react/icons/eraser';
import Ruler from 'lucide-react/icons/ruler';
import Undo2 from 'lucide-react/icons/undo-2';
import X from 'lucide-react/icons/x';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../../app/escape.ts';
import { panelById } from '../../app/panels.ts';
import { announce } from '../../state/announcer.ts';
import { useMeasure } from '../../state/measure.ts';
import { openRulers } from '../../state/rulers.ts';
import { useTool } from '../../state/tool.ts';
import { Area, useAreaText } from '../../ui/area.tsx';
import { IconButton } from '../../ui/button.tsx';
import { useLengthText } from '../../ui/length.ts';
import { whenMap } from '../handle.ts';
import { type Measuring, startMeasuring } from './draw.ts';
import { finishShape } from './keyboard.ts';
import './measure-strip.css';

/** 量算条: the live figure over the map and what can be done with it. Loaded with the first measurement. */
export function MeasureStrip({ kind }: { readonly kind: 'length' | 'area' }) {
  const { t } = useTranslation();
  const measuring = useRef<Measuring | null>(null);
  const setTool = useTool((state) => state.setTool);
  const { lengthMeters, areaSquareMeters, vertices, finished, polygon } = useMeasure();
  const lengthText = useLengthText();
  const areaText = useAreaText();
  const leave = () => setTool('none');
  useEscape(true, leave);

  useEffect(() => {
    let stopped = false;
    void whenMap().then((map) => {
      if (!stopped) measuring.current = startMeasuring(map, kind);
    });
    return () => {
      stopped = true;
      measuring.current?.stop();
    };
  }, [kind]);

  useEffect(() => {
    if (!finished) return;
    announce(areaSquareMeters === null ? lengthText(lengthMeters) : areaText(areaSquareMeters));
  }, [finished, areaSquareMeters, lengthMeters, lengthText, areaText]);

  return (
    <section className="measure" aria-label={t(`measure.${kind}`)}>
      <div className="measure-figure">
        {vertices === 0 && lengthMeters === 0 ? (
          <span>{t('measure.begin')}</span>
        ) : kind === 'length' ? (
          <strong>{lengthText(lengthMeters)}</strong>
        ) : (
          <>
            <strong>
              <Area value={areaSquareMeters ?? 0} both />
            </strong>
            <small>{t('measure.perimeter', { length: lengthText(lengthMeters) })}</small>
          </>
        )}
        <small>{t('measure.method')}</small>
      </div>
      <div className="measure-actions">
        <IconButton label={t('measure.undo')} onClick={() => measuring.current?.undo()}>
          <Undo2 size={18} />
        </IconButton>
        <IconButton label={t('measure.finish')} onClick={() => void whenMap().then(finishShape)}>
          <Check size={18} />
        </IconButton>
        <IconButton label={t('measure.clear')} onClick={() => measuring.current?.clear()}>
          <Eraser size={18} />
        </IconButton>
        {polygon && panelById('rulers') && (
          <IconButton
            label={t('panels.rulers')}
            onClick={() => openRulers({ kind: 'geometry', geometry: polygon, title: t('measure.drawn') })}
          >
            <Ruler size={18} />
          </IconButton>
        )}
        <IconButton label={t('measure.leave')} onClick={leave}>
          <X size={18} />
        </IconButton>
      </div>
    </section>
  );
}
