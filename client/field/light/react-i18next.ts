import { useMemo, useSyncExternalStore } from 'react';
import i18next from './i18next.ts';

/** What i18next is initialised with; here there is nothing to connect. */
export const initReactI18next = {};

/** Translation in a component, which is drawn anew when the language changes. */
export function useTranslation() {
  const language = useSyncExternalStore(follow, () => i18next.language);
  // A new function for a new language: what depends on it is made anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the language is what it changes with
  const t = useMemo(
    () => (key: string, values?: Record<string, unknown>) => i18next.t(key, values),
    [language],
  );
  return { t, i18n: i18next };
}

function follow(tell: () => void): () => void {
  i18next.on('languageChanged', tell);
  return () => i18next.off('languageChanged', tell);
}
