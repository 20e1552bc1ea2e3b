import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { App } from './app/app.tsx';
import { ErrorBoundary } from './app/error-boundary.tsx';
import { setLanguage } from './app/i18n.ts';
import { usePreferences } from './state/preferences.ts';
import './styles/tokens.css';
import './styles/base.css';

await setLanguage(usePreferences.getState().language);
usePreferences.subscribe(({ language }, before) => {
  if (language === before.language) return;
  void setLanguage(language);
  // Problems and region names come in the person's language.
  void queryClient.invalidateQueries();
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </QueryClientProvider>
  </StrictMode>,
);
