import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { CoordinateNotation } from '#core/geometry/format-coordinates.ts';
import { link } from './link.ts';

export type Unit = 'ha' | 'mu';
export type Language = 'zh' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Notation = CoordinateNotation;

export const UNITS: readonly Unit[] = ['ha', 'mu'];
export const THEMES: readonly Theme[] = ['light', 'dark', 'system'];

interface Preferences {
  /** 面积单位 of the whole application. */
  readonly unit: Unit;
  readonly language: Language;
  readonly theme: Theme;
  /** Notation of the pointer's coordinates. */
  readonly notation: Notation;
  /** Single-letter shortcuts (WCAG 2.1.4: people can switch them off). */
  readonly shortcuts: boolean;
  setUnit(unit: Unit): void;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
  setNotation(notation: Notation): void;
  setShortcuts(shortcuts: boolean): void;
}

/** 个人设置: remembered in this browser; what the link says wins. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      unit: 'ha',
      language: 'zh',
      theme: 'system',
      notation: 'decimal',
      shortcuts: true,
      setUnit: (unit) => set({ unit }),
      setLanguage: (language) => set({ language }),
      setTheme: (theme) => set({ theme }),
      setNotation: (notation) => set({ notation }),
      setShortcuts: (shortcuts) => set({ shortcuts }),
    }),
    {
      name: 'gengjie.preferences',
      merge: (saved, current) => ({
        ...current,
        ...(saved as Partial<Preferences>),
        ...(link.unit ? { unit: link.unit } : {}),
        ...(link.language ? { language: link.language } : {}),
        ...(link.theme ? { theme: link.theme } : {}),
      }),
    },
  ),
);
