import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import ArrowRight from 'lucide-react/icons/arrow-right';
import ArrowUp from 'lucide-react/icons/arrow-up';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { pointTowards } from '#core/field/bearing.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { currentFieldMap } from '../../map/field/field-map.ts';
import { IconButton } from '../../ui/button.tsx';
import { metersPerPixel } from './snap.ts';

const WAYS = [
  { name: 'north', bearing: 0, Icon: ArrowUp },
  { name: 'west', bearing: 270, Icon: ArrowLeft },
  { name: 'east', bearing: 90, Icon: ArrowRight },
  { name: 'south', bearing: 180, Icon: ArrowDown },
] as const;

const STEP_PIXELS = 24;
/** A press within this goes on from where the last one was going. */
const MOTION_MS = 600;

/** 方向键: moves the map under the cross for who cannot drag. */
export function DPad() {
  const { t } = useTranslation();
  const last = useRef<{ at: number; lonLat: LonLat } | null>(null);
  const press = (bearing: number) => {
    const map = currentFieldMap();
    if (!map) return;
    const moving = last.current && performance.now() - last.current.at < MOTION_MS;
    const from = moving ? last.current!.lonLat : map.centre();
    const lonLat = pointTowards(from, bearing, STEP_PIXELS * metersPerPixel(map.view().zoom, from[1]));
    last.current = { at: performance.now(), lonLat };
    map.flyTo(lonLat, map.view().zoom);
  };
  return (
    <fieldset className="d-pad" aria-label={t('draw.pad')}>
      {WAYS.map(({ name, bearing, Icon }) => (
        <IconButton key={name} label={t(`draw.to.${name}`)} onClick={() => press(bearing)}>
          <Icon size={26} aria-hidden />
        </IconButton>
      ))}
    </fieldset>
  );
}
