import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { FieldErrorBoundary } from './app/error-boundary.tsx';
import { FieldApp } from './app/field-app.tsx';
import { prepareFirstScreen } from './app/first-screen.ts';
import { setFieldLanguage } from './app/i18n.ts';
import { loadPanel, panelOf } from './app/panel-host.tsx';
import { useFieldPreferences } from './app/preferences.ts';
import { parsePath } from './app/route.ts';
import { openSession } from './app/session.ts';
import { setFirstTheme } from './app/theme.ts';
import { openWorkspace } from './app/workspace.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import './styles/field.css';
import './styles/controls.css';

setFirstTheme();
void openSession();
void openWorkspace();
await setFieldLanguage(useFieldPreferences.getState().language);
useFieldPreferences.subscribe(({ language }, before) => {
  if (language !== before.language) void setFieldLanguage(language);
});

// The screen that the app was opened at belongs to its first picture.
const [first] = parsePath(location.pathname);
const opened = first !== undefined && panelOf([first]) ? first : undefined;
await Promise.all([
  prepareFirstScreen(opened),
  opened !== undefined && loadPanel(opened).catch(() => undefined),
]);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <FieldErrorBoundary>
      <FieldApp />
    </FieldErrorBoundary>
  </StrictMode>,
);
