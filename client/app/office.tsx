import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/queries.ts';
import { afterFirstView } from '../live/after-first-view.ts';
import { DropCatcher } from '../panels/import/drop-catcher.tsx';
import { usePanels } from '../state/panels.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import { Waiting } from '../ui/progress.tsx';
import { DesktopShell, HelpDialog, loadShell, PhoneShell } from './lazy-parts.ts';
import { syncLink } from './link-sync.ts';
import { Opening } from './opening.tsx';
import { panelById } from './panels.ts';
import { listenForShortcuts } from './shortcuts.ts';
import { usePhone } from './use-media.ts';

/** 业务界面: the map with its panels, once the workspace is known. */
export function Office() {
  const { t } = useTranslation();
  const phone = usePhone();
  const helpOpen = usePanels((state) => state.helpOpen);
  const { data: workspace, error, refetch } = useWorkspace();
  useEffect(() => loadShell(phone), [phone]);
  useEffect(() => {
    const stops = [listenForShortcuts(), syncLink()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  const opened = workspace !== undefined;
  useEffect(() => {
    if (!opened) return;
    let stop = () => {};
    let left = false;
    const forget = afterFirstView(() => {
      void import('../live/live.ts').then(({ followLive }) => {
        if (!left) stop = followLive();
      });
    });
    return () => {
      left = true;
      forget();
      stop();
    };
  }, [opened]);

  if (!workspace) {
    return (
      <Opening>
        {error ? (
          <ProblemView error={error} onRetry={() => void refetch()} />
        ) : (
          <Waiting label={t('ui.loading')} />
        )}
      </Opening>
    );
  }
  const Shell = phone ? PhoneShell : DesktopShell;
  return (
    <>
      <Suspense fallback={<Waiting label={t('ui.loading')} />}>
        <Shell workspace={workspace} />
      </Suspense>
      <Suspense>{helpOpen && <HelpDialog />}</Suspense>
      {panelById('import') && <DropCatcher />}
    </>
  );
}
