import FileInput from 'lucide-react/icons/file-input';
import Ruler from 'lucide-react/icons/ruler';
import Wheat from 'lucide-react/icons/wheat';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** 面板: a work screen beside the map. */
export interface PanelDefinition {
  readonly id: string;
  /** Key in client/text. */
  readonly title: string;
  readonly icon: ComponentType<{ size?: number | string }>;
  /** Loaded when first opened. */
  readonly Component: LazyExoticComponent<ComponentType>;
  /** Has a button of its own in the tool rail and among the phone's large buttons. */
  readonly inRail: boolean;
}

type PanelModule = { readonly Panel: ComponentType };

function panel(
  id: string,
  icon: PanelDefinition['icon'],
  load: () => Promise<PanelModule>,
  inRail = true,
): PanelDefinition {
  const Component = lazy(async () => ({ default: (await load()).Panel }));
  return { id, title: `panels.${id}`, icon, Component, inRail };
}

/** 面板清单: one line each; `client/panels/<id>/panel.tsx` exports `Panel`, text key `panels.<id>` is its title. */
export const panels: readonly PanelDefinition[] = [
  panel('targets', Wheat, () => import('../panels/targets/panel.tsx')),
  panel('import', FileInput, () => import('../panels/import/panel.tsx')),
  panel('rulers', Ruler, () => import('../panels/rulers/panel.tsx'), false),
];

export function panelById(id: string | null): PanelDefinition | undefined {
  return panels.find((item) => item.id === id);
}
