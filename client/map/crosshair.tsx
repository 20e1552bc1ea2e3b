import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import ArrowRight from 'lucide-react/icons/arrow-right';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Crosshairs from 'lucide-react/icons/crosshair';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../app/escape.ts';
import { useSelection } from '../state/selection.ts';
import { useTool } from '../state/tool.ts';
import { usePointer } from '../state/view.ts';
import { IconButton } from '../ui/button.tsx';
import { addVertexAtCenter } from './measure/keyboard.ts';
import { centerOf } from './watch-view.ts';

/**
 * 十字丝: works the map without a pointer. The centre of the map takes the pointer's place: arrows move the map under it, Enter
 * identifies (or sets a vertex while measuring). Buttons do the same for people who cannot drag (WCAG 2.5.7).
 */
export function Crosshair({ map }: { readonly map: MapLibreMap }) {
  const { t } = useTranslation();
  const crosshair = useTool((state) => state.crosshair);
  const tool = useTool((state) => state.tool);
  const setCrosshair = useTool((state) => state.setCrosshair);
  useCrosshairKeys(map);
  useEscape(crosshair, () => setCrosshair(false));
  useEffect(() => {
    if (!crosshair) return;
    const follow = () => usePointer.setState({ lonLat: centerOf(map) });
    follow();
    map.on('move', follow);
    return () => {
      map.off('move', follow);
    };
  }, [map, crosshair]);

  if (!crosshair) return null;
  const pan = (x: number, y: number) => map.panBy([x, y], { duration: 120 });
  return (
    <>
      <svg className="crosshair" viewBox="-24 -24 48 48" aria-hidden="true">
        <path className="crosshair-casing" d="M-22 0H-6M6 0H22M0 -22V-6M0 6V22" />
        <path d="M-22 0H-6M6 0H22M0 -22V-6M0 6V22" />
        <circle r="1.6" />
      </svg>
      <fieldset className="d-pad">
        <legend className="visually-hidden">{t('crosshair.pad')}</legend>
        <IconButton className="d-pad-up" label={t('crosshair.up')} onClick={() => pan(0, -100)}>
          <ArrowUp size={20} />
        </IconButton>
        <IconButton className="d-pad-left" label={t('crosshair.left')} onClick={() => pan(-100, 0)}>
          <ArrowLeft size={20} />
        </IconButton>
        <IconButton
          className="d-pad-act"
          label={t(tool === 'none' ? 'crosshair.identify' : 'crosshair.vertex')}
          onClick={() => actAtCenter(map, false)}
        >
          <Crosshairs size={20} />
        </IconButton>
        <IconButton className="d-pad-right" label={t('crosshair.right')} onClick={() => pan(100, 0)}>
          <ArrowRight size={20} />
        </IconButton>
        <IconButton className="d-pad-down" label={t('crosshair.down')} onClick={() => pan(0, 100)}>
          <ArrowDown size={20} />
        </IconButton>
        <IconButton className="d-pad-in" label={t('map.zoomIn')} onClick={() => map.zoomIn()}>
          <Plus size={20} />
        </IconButton>
        <IconButton className="d-pad-out" label={t('map.zoomOut')} onClick={() => map.zoomOut()}>
          <Minus size={20} />
        </IconButton>
      </fieldset>
    </>
  );
}

function actAtCenter(map: MapLibreMap, byKeyboard: boolean): void {
  if (useTool.getState().tool === 'none') useSelection.getState().identify(centerOf(map), byKeyboard);
  else addVertexAtCenter(map);
}

/** Arrows on the focused map bring the crosshair up; a press of a mouse or finger on the map puts it away again. */
function useCrosshairKeys(map: MapLibreMap): void {
  useEffect(() => {
    const canvas = map.getCanvas();
    const onKeyDown = (event: KeyboardEvent) => {
      const { crosshair, setCrosshair } = useTool.getState();
      if (event.key.startsWith('Arrow') && !crosshair) setCrosshair(true);
      if (event.key !== 'Enter' || !crosshair || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      actAtCenter(map, true);
    };
    canvas.addEventListener('keydown', onKeyDown);
    return () => canvas.removeEventListener('keydown', onKeyDown);
  }, [map]);
}
