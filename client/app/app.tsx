import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/queries.ts';
import { DropCatcher } from '../panels/import/drop-catcher.tsx';
import { usePanels } from '../state/panels.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import { Waiting } from '../ui/progress.tsx';
import { Announcer } from './announcer.tsx';
import { listenForEscape } from './escape.ts';
import { DesktopShell, HelpDialog, PhoneShell } from './lazy-parts.ts';
import { syncLink } from './link-sync.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { useThemeAttribute } from './theme.ts';
import { usePhone } from './use-media.ts';
import './shell.css';

/** 应用: the map with its panels, once the workspace is known. */
export function App() {
  const { t } = useTranslation();
  const phone = usePhone();
  const helpOpen = usePanels((state) => state.helpOpen);
  const { data: workspace, error, refetch } = useWorkspace();
  useThemeAttribute();
  useEffect(() => {
    const stops = [listenForEscape(), listenForShortcuts(), syncLink()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  if (!workspace) {
    return (
      <main className="opening">
        <h1>{t('app.name')}</h1>
        <p>{t('app.tagline')}</p>
        {error ? (
          <ProblemView error={error} onRetry={() => void refetch()} />
        ) : (
          <Waiting label={t('ui.loading')} />
        )}
      </main>
    );
  }
  const Shell = phone ? PhoneShell : DesktopShell;
  return (
    <>
      <Suspense fallback={<Waiting label={t('ui.loading')} />}>
        <Shell workspace={workspace} />
      </Suspense>
      <Suspense>{helpOpen && <HelpDialog />}</Suspense>
      <DropCatcher />
      <Announcer />
    </>
  );
}
