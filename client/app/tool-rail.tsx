import Crosshair from 'lucide-react/icons/crosshair';
import Link from 'lucide-react/icons/link';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import RulerDimensionLine from 'lucide-react/icons/ruler-dimension-line';
import SquareDashed from 'lucide-react/icons/square-dashed';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { copyLink } from '../commands/copy-link.ts';
import { toggleMeasure } from '../commands/measure.ts';
import { toggleCrosshair } from '../commands/toggle-crosshair.ts';
import { currentMap } from '../map/handle.ts';
import { usePanels } from '../state/panels.ts';
import { usePerson } from '../state/session.ts';
import { useTool } from '../state/tool.ts';
import { IconButton } from '../ui/button.tsx';
import { panelsFor } from './panels.ts';

/** 工具条: work panels, measuring, crosshair, zoom. */
export function ToolRail() {
  const { t } = useTranslation();
  const open = usePanels((state) => state.panel);
  const toggle = usePanels((state) => state.toggle);
  const { tool, crosshair } = useTool();
  const inRail = panelsFor(usePerson()).filter((panel) => panel.inRail);
  return (
    <div className="rail" role="toolbar" aria-label={t('rail.title')} aria-orientation="vertical">
      {inRail.length > 0 && (
        <div className="rail-group">
          {inRail.map(({ id, title, icon: Icon }) => (
            <RailButton key={id} label={t(title)} pressed={open === id} onClick={() => toggle(id)}>
              <Icon size={20} />
            </RailButton>
          ))}
        </div>
      )}
      <div className="rail-group">
        <RailButton
          label={t('rail.length')}
          pressed={tool === 'measure-length'}
          onClick={() => toggleMeasure('measure-length')}
        >
          <RulerDimensionLine size={20} />
        </RailButton>
        <RailButton
          label={t('rail.area')}
          pressed={tool === 'measure-area'}
          onClick={() => toggleMeasure('measure-area')}
        >
          <SquareDashed size={20} />
        </RailButton>
        <RailButton label={t('rail.crosshair')} pressed={crosshair} onClick={toggleCrosshair}>
          <Crosshair size={20} />
        </RailButton>
        <RailButton label={t('rail.link')} onClick={() => void copyLink()}>
          <Link size={20} />
        </RailButton>
      </div>
      <div className="rail-group">
        <IconButton label={t('map.zoomIn')} onClick={() => currentMap()?.zoomIn()}>
          <Plus size={20} />
        </IconButton>
        <IconButton label={t('map.zoomOut')} onClick={() => currentMap()?.zoomOut()}>
          <Minus size={20} />
        </IconButton>
      </div>
    </div>
  );
}

interface RailButtonProps {
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** An icon with its word under it. */
function RailButton({ label, pressed, onClick, children }: RailButtonProps) {
  return (
    <button type="button" className="rail-button" aria-pressed={pressed} onClick={onClick}>
      {children}
      <span>{label}</span>
    </button>
  );
}
