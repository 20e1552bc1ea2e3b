import { useEffect, useSyncExternalStore } from 'react';
import { usePreferences } from '../state/preferences.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** 主题 that is on now: the person's choice, or the system's. */
export function useTheme(): 'light' | 'dark' {
  const chosen = usePreferences((state) => state.theme);
  const system = useSyncExternalStore(
    (tell) => {
      dark.addEventListener('change', tell);
      return () => dark.removeEventListener('change', tell);
    },
    () => dark.matches,
  );
  return chosen === 'system' ? (system ? 'dark' : 'light') : chosen;
}

/** Writes the theme where the style sheet reads it. */
export function useThemeAttribute(): void {
  const theme = useTheme();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
}
