import { type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { closeDetail } from '../commands/close-detail.ts';
import { keepInSight } from '../map/highlight.ts';
import { LayersPanel } from '../panels/layers/layers-panel.tsx';
import { usePanels } from '../state/panels.ts';
import { useSelection } from '../state/selection.ts';
import { Waiting } from '../ui/progress.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { PanelBody } from './dock.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useEscape } from './escape.ts';
import { DetailStack } from './lazy-parts.ts';
import { panelById } from './panels.ts';
import { PhoneMore } from './phone-more.tsx';

/** 手机抽屉: shows the innermost open thing: what was tapped, else the layers, the settings, or a work panel. */
export function PhoneSheet({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const subject = useSelection((state) => state.subject);
  const { panel, layersOpen, moreOpen, sheet, setSheet, setLayersOpen, setMoreOpen, close } = usePanels();
  const open = panelById(panel);

  const [title, onClose, body]: [string, () => void, ReactNode] | [null, () => void, null] = subject
    ? [t('detail.title'), closeDetail, <DetailStack key="detail" subject={subject} />]
    : layersOpen
      ? [t('layers.title'), () => setLayersOpen(false), <LayersPanel key="layers" />]
      : moreOpen
        ? [t('ui.more'), () => setMoreOpen(false), <PhoneMore key="more" workspace={workspace} />]
        : open
          ? [t(open.title), close, <PanelBody key={open.id} panel={open} />]
          : [null, close, null];
  useEscape(title !== null, onClose);
  useEffect(() => {
    // The sheet has its height only after it is drawn.
    if (subject?.kind === 'point') requestAnimationFrame(() => void keepInSight(subject.lonLat));
  }, [subject]);
  if (title === null) return null;

  return (
    <Sheet title={title} stop={sheet} onStop={setSheet} onClose={onClose}>
      <ErrorBoundary>
        <Suspense fallback={<Waiting label={t('ui.loading')} />}>{body}</Suspense>
      </ErrorBoundary>
    </Sheet>
  );
}
