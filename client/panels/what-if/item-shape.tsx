import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import ArrowRight from 'lucide-react/icons/arrow-right';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Focus from 'lucide-react/icons/focus';
import PenLine from 'lucide-react/icons/pen-line';
import Trash2 from 'lucide-react/icons/trash-2';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioItem } from '#core/contract/what-if.ts';
import { fitBounds } from '../../map/highlight.ts';
import { stepped } from '../../map/scenario/move-geometry.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Segmented } from '../../ui/controls.tsx';
import { boundsOf, multiPolygonOf } from './content.ts';
import { changeItem, removeItem } from './draft.ts';
import { endShape, reshapeItem } from './shaping.ts';

interface ItemShapeProps {
  readonly item: ScenarioItem;
  readonly shaping: boolean;
}

const STEPS = ['1', '10'] as const;
const DIRECTIONS = {
  north: { icon: ArrowUp, east: 0, north: 1 },
  west: { icon: ArrowLeft, east: -1, north: 0 },
  east: { icon: ArrowRight, east: 1, north: 0 },
  south: { icon: ArrowDown, east: 0, north: -1 },
} as const;
const KEYS: Readonly<Record<string, keyof typeof DIRECTIONS>> = {
  ArrowUp: 'north',
  ArrowLeft: 'west',
  ArrowRight: 'east',
  ArrowDown: 'south',
};

/** 图形: reshape by vertices, move whole (drag on the map, buttons or arrow keys), look at it, take it out. */
export function ItemShape({ item, shaping }: ItemShapeProps) {
  const { t } = useTranslation();
  const [step, setStep] = useState<(typeof STEPS)[number]>('1');
  const move = (direction: keyof typeof DIRECTIONS, meters: number) => {
    const { east, north } = DIRECTIONS[direction];
    changeItem(item.id, {
      geometry: stepped(multiPolygonOf(item.geometry), east * meters, north * meters),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = KEYS[event.key];
    if (!direction || shaping) return;
    event.preventDefault();
    move(direction, event.shiftKey ? 10 : Number(step));
  };
  return (
    <>
      <div className="what-if-buttons">
        <Button
          icon={<PenLine size={16} aria-hidden />}
          aria-pressed={shaping}
          onClick={() => (shaping ? endShape() : reshapeItem(item))}
        >
          {t(shaping ? 'whatIf.endShape' : 'whatIf.reshape')}
        </Button>
        <Button
          icon={<Focus size={16} aria-hidden />}
          onClick={() => {
            const bounds = boundsOf([item.geometry]);
            if (bounds) void fitBounds(bounds, { maxZoom: 17 });
          }}
        >
          {t('whatIf.zoomTo')}
        </Button>
        <Button icon={<Trash2 size={16} aria-hidden />} onClick={() => removeItem(item.id)}>
          {t('whatIf.remove')}
        </Button>
      </div>
      {!shaping && (
        <fieldset className="what-if-move">
          <legend>{t('whatIf.move.title')}</legend>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are the controls; keys that they bubble move as well */}
          <div className="what-if-move-pad" onKeyDown={onKeyDown}>
            {Object.entries(DIRECTIONS).map(([direction, { icon: Icon }]) => (
              <IconButton
                key={direction}
                label={t(`whatIf.move.${direction}`, { step })}
                onClick={() => move(direction as keyof typeof DIRECTIONS, Number(step))}
              >
                <Icon size={18} aria-hidden />
              </IconButton>
            ))}
          </div>
          <Segmented
            label={t('whatIf.move.step')}
            value={step}
            options={STEPS.map((value) => ({ value, label: t('whatIf.move.meters', { step: value }) }))}
            onChange={setStep}
          />
          <p className="field-note">{t('whatIf.move.hint')}</p>
        </fieldset>
      )}
    </>
  );
}
