import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { listenForEscape } from '../../app/escape.ts';
import { Waiting } from '../../ui/progress.tsx';
import { useTextSizeApplied } from '../me/text-size.ts';
import { FieldLayer } from '../position/field-layer.tsx';
import { FieldAnnouncer } from './announcer.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { MapArea } from './map-area.tsx';
import { Mark, Notices } from './notices.tsx';
import { PanelHost, panelOf } from './panel-host.tsx';
import { followHistory, useRoute } from './route.ts';
import { useFieldSession } from './session.ts';
import { SignIn } from './sign-in.tsx';
import { startBeside } from './start.ts';
import { StatusStrip } from './status-strip.tsx';
import { useFieldThemeAttribute } from './theme.ts';

/** 外业端: the status strip, the map or a panel over it, four large buttons. */
export function FieldApp() {
  const { t } = useTranslation();
  useFieldThemeAttribute();
  useTextSizeApplied();
  useEffect(listenForEscape, []);
  useEffect(followHistory, []);
  const opened = useFieldSession((state) => state.opened);
  const person = useFieldSession((state) => state.person);
  if (!opened) return <Waiting label={t('ui.loading')} />;
  if (!person) return <SignIn />;
  return <FieldShell />;
}

function FieldShell() {
  useEffect(startBeside, []);
  const path = useRoute((state) => state.path);
  const panel = panelOf(path);
  return (
    <div className="field-shell">
      <header className="field-top">
        <div className="field-strip">
          <StatusStrip />
          <Mark />
        </div>
        <Notices />
      </header>
      <main className="field-main">
        <MapArea covered={panel?.shape === 'full'} />
        <FieldLayer />
        <PanelHost path={path} />
      </main>
      {(panel?.bar ?? true) && <BottomBar />}
      <FieldAnnouncer />
    </div>
  );
}
