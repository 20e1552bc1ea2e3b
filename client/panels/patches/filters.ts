import type { RegisterCode } from '#core/patches/registers.ts';
import type { PatchStateCode } from '#core/patches/steps.ts';

export type LightCode = 'none' | 'green' | 'yellow' | 'red';

/** 台账条件 as the person sets them; an empty one does not count. */
export interface Filters {
  readonly register: RegisterCode;
  readonly patchClass: string;
  readonly state: '' | PatchStateCode;
  readonly light: '' | LightCode;
  readonly assignee: string;
  readonly month: string;
  readonly text: string;
  readonly conflicts: boolean;
  readonly sort: 'urgency' | 'number' | 'area' | 'changed';
}

export const noFilters: Filters = {
  register: 'house-building',
  patchClass: '',
  state: '',
  light: '',
  assignee: '',
  month: '',
  text: '',
  conflicts: false,
  sort: 'urgency',
};

/** The conditions as the server takes them; a region that is the workspace's own is named as well. */
export function queryOf(filters: Filters, region: string | undefined) {
  const { register, patchClass, state, light, assignee, month, text, conflicts } = filters;
  return {
    register,
    ...(region ? { region } : {}),
    ...(patchClass ? { patchClass } : {}),
    ...(state ? { state } : {}),
    ...(light ? { light } : {}),
    ...(assignee ? { assignee } : {}),
    ...(month ? { month } : {}),
    ...(text.trim() ? { text: text.trim() } : {}),
    ...(conflicts ? { conflicts: true } : {}),
  };
}

export type PatchQuery = Partial<ReturnType<typeof queryOf>>;

/** How many conditions narrow the register, the register itself apart. */
export function narrowing({ patchClass, state, light, assignee, month, text, conflicts }: Filters): number {
  return [patchClass, state, light, assignee, month, text.trim(), conflicts].filter(Boolean).length;
}
