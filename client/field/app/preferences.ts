import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { LayerId } from '#core/catalog/types.ts';

/** `sun` 阳光: black on white with strong lines, for bright daylight. */
export type FieldTheme = 'system' | 'light' | 'dark' | 'sun';
export const FIELD_THEMES: readonly FieldTheme[] = ['system', 'light', 'dark', 'sun'];

/** Layers under the patches that a person may switch; the base map is always there. */
export const FIELD_LAYERS = [
  'land_parcels',
  'permanent_farmland',
  'farmland_protection',
  'ecological_redlines',
  'responsibility_grids',
  'villages',
] as const satisfies readonly LayerId[];
export type FieldLayer = (typeof FIELD_LAYERS)[number];

interface FieldPreferences {
  readonly theme: FieldTheme;
  readonly language: 'zh' | 'en';
  readonly layers: readonly FieldLayer[];
  setTheme(theme: FieldTheme): void;
  setLanguage(language: 'zh' | 'en'): void;
  toggleLayer(layer: FieldLayer): void;
}

/** 外业设置: remembered on this phone. */
export const useFieldPreferences = create<FieldPreferences>()(
  persist(
    (set) => ({
      theme: 'system',
      language: 'zh',
      layers: ['land_parcels', 'permanent_farmland', 'ecological_redlines'],
      setTheme: (theme) => set({ theme }),
      setLanguage: (language) => set({ language }),
      toggleLayer: (layer) =>
        set(({ layers }) => ({
          layers: layers.includes(layer) ? layers.filter((each) => each !== layer) : [...layers, layer],
        })),
    }),
    { name: 'gengjie.field.preferences' },
  ),
);
