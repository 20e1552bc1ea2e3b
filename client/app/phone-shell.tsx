import Ellipsis from 'lucide-react/icons/ellipsis';
import Layers from 'lucide-react/icons/layers';
import Search from 'lucide-react/icons/search';
import Wheat from 'lucide-react/icons/wheat';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '#core/contract/workspace.ts';
import { focusSearch } from '../commands/focus-search.ts';
import { SearchBox } from '../panels/search/search-box.tsx';
import { usePanels } from '../state/panels.ts';
import { DemonstrationMark } from '../ui/demonstration-mark.tsx';
import { MapArea } from './map-area.tsx';
import { panelById } from './panels.ts';
import { PhoneSheet } from './phone-sheet.tsx';
import { ScaleBar } from './status-bar.tsx';

/** 手机版式: the map, one search box above, four large buttons below, a sheet between. */
export function PhoneShell({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const { panel, layersOpen, moreOpen, toggle, setLayersOpen, setMoreOpen, setSheet, close } = usePanels();
  const show = (what: 'layers' | 'more') => {
    setSheet('half');
    close();
    setLayersOpen(what === 'layers' && !layersOpen);
    setMoreOpen(what === 'more' && !moreOpen);
  };
  return (
    <div className="shell shell-phone">
      <header className="phone-top">
        <h1 className="visually-hidden">{t('app.name')}</h1>
        <SearchBox workspace={workspace} />
        {workspace.demonstration && <DemonstrationMark />}
      </header>
      <main className="map-place">
        <MapArea workspace={workspace}>
          <div className="phone-scale">
            <ScaleBar />
          </div>
        </MapArea>
      </main>
      <PhoneSheet workspace={workspace} />
      <nav className="phone-bar" aria-label={t('phone.bar')}>
        <PhoneButton label={t('layers.title')} pressed={layersOpen} onClick={() => show('layers')}>
          <Layers size={22} />
        </PhoneButton>
        <PhoneButton label={t('phone.search')} onClick={focusSearch}>
          <Search size={22} />
        </PhoneButton>
        {panelById('targets') && (
          <PhoneButton
            label={t('panels.targets')}
            pressed={panel === 'targets'}
            onClick={() => {
              setLayersOpen(false);
              toggle('targets');
            }}
          >
            <Wheat size={22} />
          </PhoneButton>
        )}
        <PhoneButton label={t('ui.more')} pressed={moreOpen} onClick={() => show('more')}>
          <Ellipsis size={22} />
        </PhoneButton>
      </nav>
    </div>
  );
}

interface PhoneButtonProps {
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function PhoneButton({ label, pressed, onClick, children }: PhoneButtonProps) {
  return (
    <button type="button" aria-pressed={pressed} onClick={onClick}>
      {children}
      <span>{label}</span>
    </button>
  );
}
