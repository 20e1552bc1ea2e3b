import Layers from 'lucide-react/icons/layers';
import PanelLeftClose from 'lucide-react/icons/panel-left-close';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { LayersPanel } from '../panels/layers/layers-panel.tsx';
import { usePanels } from '../state/panels.ts';
import { IconButton } from '../ui/button.tsx';
import { Dock } from './dock.tsx';
import { MapArea } from './map-area.tsx';
import { StatusBar } from './status-bar.tsx';
import { ToolRail } from './tool-rail.tsx';
import { TopBar } from './top-bar.tsx';

/** 桌面版式: four fixed places around the map: bar, layers, details, status. */
export function DesktopShell({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const layersOpen = usePanels((state) => state.layersOpen);
  const setLayersOpen = usePanels((state) => state.setLayersOpen);
  return (
    <div className="shell">
      <TopBar workspace={workspace} />
      {layersOpen && (
        <aside className="side" aria-label={t('layers.title')}>
          <header className="side-header">
            <h2>{t('layers.title')}</h2>
            <IconButton label={t('layers.fold')} onClick={() => setLayersOpen(false)}>
              <PanelLeftClose size={18} />
            </IconButton>
          </header>
          <div className="side-body">
            <LayersPanel />
          </div>
        </aside>
      )}
      <main className="map-place">
        <MapArea workspace={workspace}>
          {!layersOpen && (
            <IconButton
              className="layers-button"
              label={t('layers.unfold')}
              onClick={() => setLayersOpen(true)}
            >
              <Layers size={20} />
            </IconButton>
          )}
          <ToolRail />
        </MapArea>
      </main>
      <Dock />
      <StatusBar />
    </div>
  );
}
