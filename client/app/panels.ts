import Calculator from 'lucide-react/icons/calculator';
import CircleUserRound from 'lucide-react/icons/circle-user-round';
import FileCheck from 'lucide-react/icons/file-check';
import FileInput from 'lucide-react/icons/file-input';
import History from 'lucide-react/icons/history';
import LayoutDashboard from 'lucide-react/icons/layout-dashboard';
import ListChecks from 'lucide-react/icons/list-checks';
import PenLine from 'lucide-react/icons/pen-line';
import Ruler from 'lucide-react/icons/ruler';
import ScrollText from 'lucide-react/icons/scroll-text';
import Siren from 'lucide-react/icons/siren';
import Smartphone from 'lucide-react/icons/smartphone';
import Stamp from 'lucide-react/icons/stamp';
import Table2 from 'lucide-react/icons/table-2';
import Users from 'lucide-react/icons/users';
import Wheat from 'lucide-react/icons/wheat';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { catalog } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';
import type { Action } from '#core/rights/rights.ts';
import type { AdministratorRole } from '#core/rights/roles.ts';
import { administratorRole, allows, type SessionPerson, useSession } from '../state/session.ts';
import { loadText, type TextPart } from './i18n.ts';

/** 面板: a work screen beside the map; for an administrator, a page. */
export interface PanelDefinition {
  readonly id: string;
  /** Key in client/text. */
  readonly title: string;
  readonly icon: ComponentType<{ size?: number | string }>;
  /** Loaded when first opened. */
  readonly Component: LazyExoticComponent<ComponentType>;
  /** Has a button of its own in the tool rail and among the phone's large buttons. */
  readonly inRail: boolean;
  /** Whether this person may open it. */
  readonly access: (person: SessionPerson) => boolean;
}

type PanelModule = { readonly Panel: ComponentType };

interface PanelOptions {
  readonly inRail?: boolean;
  readonly access?: PanelDefinition['access'];
  /** Part of the text that it needs beside the main one. */
  readonly text?: TextPart;
}

function panel(
  id: string,
  icon: PanelDefinition['icon'],
  load: () => Promise<PanelModule>,
  { inRail = true, access = hasBusiness, text }: PanelOptions = {},
): PanelDefinition {
  const Component = lazy(async () => {
    const [{ Panel }] = await Promise.all([load(), text && loadText(text)]);
    return { default: Panel };
  });
  return { id, title: `panels.${id}`, icon, Component, inRail, access };
}

/** Somebody who works with the data: has a role, and is no administrator. */
export function hasBusiness(person: SessionPerson): boolean {
  return person.grants.length > 0 && administratorRole(person) === null;
}

/** Somebody who may do this with some layer, somewhere. */
function mayWith(action: Action, layers: readonly LayerId[]): PanelDefinition['access'] {
  return (person) => layers.some((layer) => allows(person.grants, action, layer));
}

function administrators(...roles: readonly AdministratorRole[]): PanelDefinition['access'] {
  return (person) => roles.some((role) => administratorRole(person) === role);
}

const importable = catalog.filter((layer) => layer.importable).map(({ id }) => id);
const everybody = () => true;

/** 面板清单: one line each; `client/panels/<id>/panel.tsx` exports `Panel`, text key `panels.<id>` is its title. */
export const panels: readonly PanelDefinition[] = [
  panel('targets', Wheat, () => import('../panels/targets/panel.tsx'), { text: 'work' }),
  panel('dashboard', LayoutDashboard, () => import('../panels/dashboard/panel.tsx'), { text: 'dashboard' }),
  panel('patches', Siren, () => import('../panels/patches/panel.tsx'), {
    access: mayWith('see', ['patches']),
    text: 'patches',
  }),
  panel('what-if', Calculator, () => import('../panels/what-if/panel.tsx'), { text: 'scenarios' }),
  panel('import', FileInput, () => import('../panels/import/panel.tsx'), {
    access: mayWith('add', importable),
    text: 'work',
  }),
  panel('batches', Stamp, () => import('../panels/batches/panel.tsx'), { text: 'batches' }),
  panel('indicators', ListChecks, () => import('../panels/indicators/panel.tsx'), { text: 'indicators' }),
  panel('rulers', Ruler, () => import('../panels/rulers/panel.tsx'), { inRail: false, text: 'work' }),
  panel('edit', PenLine, () => import('../panels/edit/panel.tsx'), { inRail: false, text: 'editing' }),
  panel('history', History, () => import('../panels/history/panel.tsx'), { inRail: false, text: 'editing' }),
  panel('people', Users, () => import('../panels/people/panel.tsx'), {
    access: administrators('system', 'security'),
    text: 'administration',
  }),
  panel('rights', Table2, () => import('../panels/rights/panel.tsx'), {
    access: administrators('system', 'security'),
    text: 'administration',
  }),
  panel('audit', ScrollText, () => import('../panels/audit/panel.tsx'), {
    access: administrators('audit'),
    text: 'administration',
  }),
  panel('outbox-file', Smartphone, () => import('../panels/outbox-file/panel.tsx'), {
    access: mayWith('review', ['patches']),
    text: 'outbox',
  }),
  panel('verify', FileCheck, () => import('../panels/verify/panel.tsx'), {
    access: everybody,
    text: 'evidence',
  }),
  panel('account', CircleUserRound, () => import('../panels/account/panel.tsx'), {
    inRail: false,
    access: everybody,
    text: 'account',
  }),
];

/** The panels of the person at this screen. */
export function panelsFor(person: SessionPerson | null): readonly PanelDefinition[] {
  return person ? panels.filter(({ access }) => access(person)) : [];
}

/** A panel by its id, when the person at this screen may open it. */
export function panelById(id: string | null): PanelDefinition | undefined {
  return panelsFor(useSession.getState().person).find((item) => item.id === id);
}
