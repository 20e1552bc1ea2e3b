import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import X from 'lucide-react/icons/x';
import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import './sheet.css';

export type Stop = 'peek' | 'half' | 'full';
const STOPS: readonly Stop[] = ['peek', 'half', 'full'];

interface SheetProps {
  readonly title: string;
  readonly stop: Stop;
  readonly onStop: (stop: Stop) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * 底部抽屉: the phone's panel with three stops. Dragging the handle moves it; two buttons do the same for keyboards and
 * for hands that cannot drag (WCAG 2.5.7). The map stays usable above it: it is not modal.
 */
export function Sheet({ title, stop, onStop, onClose, children }: SheetProps) {
  const { t } = useTranslation();
  const [drag, setDrag] = useState(0);
  const start = useRef<number | null>(null);
  const index = STOPS.indexOf(stop);

  const step = (by: number) => {
    const next = STOPS[index + by];
    if (next) onStop(next);
    else if (by < 0) onClose();
  };
  const release = (event: PointerEvent) => {
    if (start.current === null) return;
    const moved = event.clientY - start.current;
    start.current = null;
    setDrag(0);
    if (Math.abs(moved) > 48) step(moved < 0 ? 1 : -1);
  };

  return (
    <section
      className={classNames('sheet', `sheet-${stop}`, drag !== 0 && 'sheet-dragging')}
      aria-label={title}
      style={{ '--sheet-drag': `${drag}px` } as React.CSSProperties}
    >
      <header
        className="sheet-header"
        onPointerDown={(event) => {
          if ((event.target as Element).closest('button')) return;
          start.current = event.clientY;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => start.current !== null && setDrag(event.clientY - start.current)}
        onPointerUp={release}
        onPointerCancel={release}
      >
        <span className="sheet-handle" aria-hidden />
        <h2>{title}</h2>
        <IconButton label={t('ui.sheetUp')} disabled={stop === 'full'} onClick={() => step(1)}>
          <ChevronUp size={22} aria-hidden />
        </IconButton>
        <IconButton label={t('ui.sheetDown')} disabled={stop === 'peek'} onClick={() => step(-1)}>
          <ChevronDown size={22} aria-hidden />
        </IconButton>
        <IconButton label={t('ui.close')} onClick={onClose}>
          <X size={20} aria-hidden />
        </IconButton>
      </header>
      {/* Out of sight, not gone: what draws on the map works on. */}
      <div className="sheet-body" hidden={stop === 'peek'}>
        {children}
      </div>
    </section>
  );
}
