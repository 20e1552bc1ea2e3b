import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusOnMount } from '../../ui/use-focus-on-mount.ts';
import { figureKey, type Opened, openFigure, useOpened } from './opened.ts';

interface FigureButtonProps {
  readonly opened: Opened;
  /** What the figure is, for its accessible name. */
  readonly name: string;
  readonly children: ReactNode;
}

/** A figure that unfolds into its rows when it is pressed. */
export function FigureButton({ opened, name, children }: FigureButtonProps) {
  const { t } = useTranslation();
  const ref = useFocusOnMount<HTMLButtonElement>(useOpened.getState().left === figureKey(opened));
  return (
    <button
      ref={ref}
      type="button"
      className="what-if-figure"
      title={t('whatIf.open.hint', { name })}
      onClick={() => openFigure(opened)}
    >
      <span className="visually-hidden">{t('whatIf.open.label', { name })} </span>
      {children}
    </button>
  );
}
