import type { LayerId } from '#core/catalog/types.ts';
import type { ItemKind } from '#core/contract/what-if.ts';

/** 可加入情景的图层: what a feature of it becomes as an item. */
export const PICKABLE: Partial<Record<LayerId, ItemKind>> = {
  conversion_parcels: 'conversion',
  green_plans: 'green',
  demolition_zones: 'demolition',
  project_sites: 'conversion',
};
