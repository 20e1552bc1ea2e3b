import ArrowLeft from 'lucide-react/icons/arrow-left';
import X from 'lucide-react/icons/x';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { closeDetail } from '../commands/close-detail.ts';
import { usePanels } from '../state/panels.ts';
import { useSelection } from '../state/selection.ts';
import { IconButton } from '../ui/button.tsx';
import { Waiting } from '../ui/progress.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useEscape } from './escape.ts';
import { DetailStack } from './lazy-parts.ts';
import { type PanelDefinition, panelById } from './panels.ts';

/** 右侧: the open work panel, and over it what was clicked; closing the details shows the panel as it was. */
export function Dock() {
  const { t } = useTranslation();
  const subject = useSelection((state) => state.subject);
  const panel = panelById(usePanels((state) => state.panel));
  const close = usePanels((state) => state.close);
  useEscape(panel !== undefined, close);
  useEscape(subject !== null, closeDetail);
  if (!panel && !subject) return null;

  return (
    <>
      {panel && (
        <aside className="dock dock-panel" hidden={subject !== null} aria-label={t(panel.title)}>
          <header className="side-header">
            <h2>{t(panel.title)}</h2>
            <IconButton label={t('ui.close')} onClick={close}>
              <X size={18} />
            </IconButton>
          </header>
          <PanelBody panel={panel} />
        </aside>
      )}
      {subject && (
        <aside className="dock" aria-label={t('detail.title')}>
          <header className="side-header">
            {panel && (
              <IconButton label={t('detail.backTo', { panel: t(panel.title) })} onClick={closeDetail}>
                <ArrowLeft size={18} />
              </IconButton>
            )}
            <h2>{t('detail.title')}</h2>
            <IconButton label={t('ui.close')} onClick={closeDetail}>
              <X size={18} />
            </IconButton>
          </header>
          <div className="side-body">
            <ErrorBoundary>
              <Suspense fallback={<Waiting label={t('ui.loading')} />}>
                <DetailStack subject={subject} />
              </Suspense>
            </ErrorBoundary>
          </div>
        </aside>
      )}
    </>
  );
}

/** A work panel, loaded when first opened. */
export function PanelBody({ panel: { Component } }: { readonly panel: PanelDefinition }) {
  const { t } = useTranslation();
  return (
    <div className="side-body">
      <ErrorBoundary>
        <Suspense fallback={<Waiting label={t('ui.loading')} />}>
          <Component />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
