import { useEffect, useSyncExternalStore } from 'react';
import { useFieldPreferences } from './preferences.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** 主题 that is on now: the person's choice, or the system's. */
export function useFieldTheme(): 'light' | 'dark' | 'sun' {
  const chosen = useFieldPreferences((state) => state.theme);
  const system = useSyncExternalStore(
    (tell) => {
      dark.addEventListener('change', tell);
      return () => dark.removeEventListener('change', tell);
    },
    () => dark.matches,
  );
  return chosen === 'system' ? (system ? 'dark' : 'light') : chosen;
}

const BAR = { light: '#ffffff', dark: '#131917', sun: '#ffffff' } as const;

/** Before the first picture: a light flash blinds at night. */
export function setFirstTheme(): void {
  const { theme } = useFieldPreferences.getState();
  document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
}

/** Writes the theme where the style sheet and the phone's own bar read it. */
export function useFieldThemeAttribute(): void {
  const theme = useFieldTheme();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BAR[theme]);
  }, [theme]);
}
