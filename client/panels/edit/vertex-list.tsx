import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import ArrowRight from 'lucide-react/icons/arrow-right';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removeRing } from '#core/edits/edit-rings.ts';
import { formatCoordinates } from '#core/geometry/format-coordinates.ts';
import { flyTo } from '../../map/highlight.ts';
import { moveVertex, removeVertex, ringOf, splitEdge, vertexCount } from '../../map/shape/shape.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useShape } from '../../state/shape.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/controls.tsx';
import { type Direction, STEPS, type Step, stepped } from './nudge.ts';
import { VertexPosition } from './vertex-position.tsx';

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'north',
  ArrowDown: 'south',
  ArrowLeft: 'west',
  ArrowRight: 'east',
};
const ICONS = { north: ArrowUp, south: ArrowDown, west: ArrowLeft, east: ArrowRight } as const;

/** 拐点表: every vertex of a ring by its coordinates: the way to work on an outline without a pointer. */
export function VertexList() {
  const { t } = useTranslation();
  const { shape, selected, select, change } = useShape();
  const notation = usePreferences((state) => state.notation);
  const language = usePreferences((state) => state.language);
  const [step, setStep] = useState<Step>('1');
  const list = useRef<HTMLDivElement>(null);
  const rings = shape.flatMap((part, at) => part.map((_, ring) => ({ part: at, ring })));
  const at = selected ?? { ...(rings[0] ?? { part: 0, ring: 0 }), vertex: 0 };
  const ring = ringOf(shape, at);
  const count = vertexCount(ring);
  const position = ring[at.vertex];

  // A vertex that was chosen on the map is brought into sight.
  useEffect(() => {
    if (selected) list.current?.children[selected.vertex]?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  if (count === 0 || !position) return null;

  const choose = (vertex: number) => select({ ...at, vertex: (vertex + count) % count });
  const move = (direction: Direction) =>
    change(moveVertex(shape, at, stepped(position, direction, Number(step))), at);
  const remove = () =>
    count > 3 && change(removeVertex(shape, at), { ...at, vertex: Math.min(at.vertex, count - 2) });
  const split = () => change(splitEdge(shape, at), { ...at, vertex: at.vertex + 1 });
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    if (direction && event.shiftKey) move(direction);
    else if (event.key === 'ArrowDown') choose(at.vertex + 1);
    else if (event.key === 'ArrowUp') choose(at.vertex - 1);
    else if (event.key === 'Home') choose(0);
    else if (event.key === 'End') choose(count - 1);
    else if (event.key === 'Delete') remove();
    else if (event.key === 'Insert' || event.key === '+') split();
    else if (event.key === 'Enter') void flyTo([position[0]!, position[1]!], 17);
    else return;
    event.preventDefault();
  };

  return (
    <div className="vertices">
      {rings.length > 1 && (
        <div className="vertices-ring">
          <Select
            label={t('edit.shape.ring')}
            value={`${at.part}/${at.ring}`}
            options={rings.map(({ part, ring: index }) => ({
              value: `${part}/${index}`,
              label: t(index === 0 ? 'edit.shape.shell' : 'edit.shape.hole', { part: part + 1, hole: index }),
            }))}
            onChange={(value) => {
              const [part = 0, index = 0] = value.split('/').map(Number);
              select({ part, ring: index, vertex: 0 });
            }}
          />
          {(at.ring > 0 || shape.length > 1) && (
            <Button onClick={() => change(removeRing(shape, at), null)}>
              {t(at.ring > 0 ? 'edit.shape.fill' : 'edit.shape.drop')}
            </Button>
          )}
        </div>
      )}
      <div
        ref={list}
        className="vertices-list"
        role="listbox"
        tabIndex={0}
        aria-label={t('edit.shape.vertices', { count })}
        aria-activedescendant={`vertex-${at.vertex}`}
        aria-describedby="vertices-keys"
        onFocus={() => !selected && select(at)}
        onKeyDown={onKeyDown}
      >
        {ring.slice(0, -1).map((point, vertex) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it answers the keys
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a vertex is its place in the ring
            key={vertex}
            id={`vertex-${vertex}`}
            role="option"
            tabIndex={-1}
            aria-selected={selected !== null && vertex === at.vertex}
            onClick={() => choose(vertex)}
          >
            <span>{vertex + 1}</span>
            <span>{formatCoordinates([point[0]!, point[1]!], notation, language)}</span>
          </div>
        ))}
      </div>
      <p id="vertices-keys" className="field-note">
        {t('edit.shape.keys', { step })}
      </p>
      <VertexPosition
        key={`${at.part}/${at.ring}/${at.vertex}/${position.join()}`}
        number={at.vertex + 1}
        text={formatCoordinates([position[0]!, position[1]!], notation, language)}
        onMove={(to) => change(moveVertex(shape, at, to), at)}
      />
      <div className="vertices-tools">
        <IconButton label={t('edit.shape.split')} onClick={split}>
          <Plus size={18} aria-hidden />
        </IconButton>
        <IconButton label={t('edit.shape.removeVertex')} disabled={count <= 3} onClick={remove}>
          <Trash2 size={18} aria-hidden />
        </IconButton>
        <span className="vertices-space" />
        {(['west', 'north', 'south', 'east'] as const).map((direction) => {
          const Icon = ICONS[direction];
          return (
            <IconButton
              key={direction}
              label={t(`edit.shape.move.${direction}`, { step })}
              onClick={() => move(direction)}
            >
              <Icon size={18} aria-hidden />
            </IconButton>
          );
        })}
        <Select
          label={t('edit.shape.step')}
          value={step}
          options={STEPS.map((value) => ({ value, label: t('edit.shape.meters', { step: value }) }))}
          onChange={setStep}
        />
      </div>
    </div>
  );
}
