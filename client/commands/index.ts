import { panelById } from '../app/panels.ts';
import { usePanels } from '../state/panels.ts';
import { usePreferences } from '../state/preferences.ts';
import type { Command } from './command.ts';
import { copyLink } from './copy-link.ts';
import { focusSearch } from './focus-search.ts';
import { toggleMeasure } from './measure.ts';
import { toggleCrosshair } from './toggle-crosshair.ts';

/** 命令清单: everything that has a key of its own, in the order of the cheat sheet. */
export const commands: readonly Command[] = [
  { id: 'search', title: 'commands.search', key: '/', run: focusSearch },
  {
    id: 'layers',
    title: 'commands.layers',
    key: 'l',
    run: () => usePanels.getState().setLayersOpen(!usePanels.getState().layersOpen),
  },
  { id: 'crosshair', title: 'commands.crosshair', key: 'c', run: toggleCrosshair },
  { id: 'length', title: 'commands.length', key: 'd', run: () => toggleMeasure('measure-length') },
  { id: 'area', title: 'commands.area', key: 'a', run: () => toggleMeasure('measure-area') },
  { id: 'targets', title: 'commands.targets', key: 't', run: () => togglePanel('targets') },
  { id: 'import', title: 'commands.import', key: 'i', run: () => togglePanel('import') },
  { id: 'unit', title: 'commands.unit', key: 'u', run: switchUnit },
  { id: 'link', title: 'commands.link', key: 'k', run: () => void copyLink() },
  { id: 'help', title: 'commands.help', key: '?', run: () => usePanels.getState().setHelpOpen(true) },
];

function togglePanel(id: string): void {
  if (panelById(id)) usePanels.getState().toggle(id);
}

function switchUnit(): void {
  const { unit, setUnit } = usePreferences.getState();
  setUnit(unit === 'ha' ? 'mu' : 'ha');
}
