import { create } from 'zustand';
import { catalog } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import { link } from './link.ts';

export interface LayerSetting {
  readonly visible: boolean;
  /** 0…1, times the symbol's own opacity. */
  readonly opacity: number;
}

interface LayersState {
  readonly settings: Readonly<Record<LayerId, LayerSetting>>;
  setVisible(id: LayerId, visible: boolean): void;
  setOpacity(id: LayerId, opacity: number): void;
}

function opening(): Record<LayerId, LayerSetting> {
  const settings = {} as Record<LayerId, LayerSetting>;
  for (const layer of catalog) {
    const linked = link.layers?.find((item) => item.id === layer.id);
    settings[layer.id] = {
      visible: link.layers ? linked !== undefined : layer.visible,
      opacity: linked?.opacity ?? 1,
    };
  }
  return settings;
}

/** 图层开关与透明度. */
export const useLayers = create<LayersState>()((set) => ({
  settings: opening(),
  setVisible: (id, visible) =>
    set(({ settings }) => ({ settings: { ...settings, [id]: { ...settings[id], visible } } })),
  setOpacity: (id, opacity) =>
    set(({ settings }) => ({ settings: { ...settings, [id]: { ...settings[id], opacity } } })),
}));
