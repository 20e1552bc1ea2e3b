import { conversionBatches } from '#core/catalog/conversion-batches.ts';
import { conversionParcels } from '#core/catalog/conversion-parcels.ts';
import { demolitionZones } from '#core/catalog/demolition-zones.ts';
import { ecologicalRedlines } from '#core/catalog/ecological-redlines.ts';
import { facilityFilings } from '#core/catalog/facility-filings.ts';
import { farmlandProjects } from '#core/catalog/farmland-projects.ts';
import { farmlandProtection } from '#core/catalog/farmland-protection.ts';
import { greenPlans } from '#core/catalog/green-plans.ts';
import { landParcels } from '#core/catalog/land-parcels.ts';
import { patches } from '#core/catalog/patches.ts';
import { permanentFarmland } from '#core/catalog/permanent-farmland.ts';
import { projectSites } from '#core/catalog/project-sites.ts';
import { regions } from '#core/catalog/regions.ts';
import { responsibilityGrids } from '#core/catalog/responsibility-grids.ts';
import type { LayerDefinition, LayerId } from '#core/catalog/types.ts';
import { urbanBoundaries } from '#core/catalog/urban-boundaries.ts';
import { villageZones } from '#core/catalog/village-zones.ts';
import { villages } from '#core/catalog/villages.ts';

/** 图层目录: every layer of the product, one line a layer, in the order of the panel. */
export const catalog: readonly LayerDefinition[] = [
  patches,
  demolitionZones,
  greenPlans,
  projectSites,
  farmlandProjects,
  facilityFilings,
  conversionParcels,
  conversionBatches,
  permanentFarmland,
  farmlandProtection,
  ecologicalRedlines,
  urbanBoundaries,
  villageZones,
  villages,
  responsibilityGrids,
  landParcels,
  regions,
];

const byId = new Map<string, LayerDefinition>(catalog.map((layer) => [layer.id, layer]));

/** The layer of that id, or undefined when the catalogue has none. */
export function layerById(id: LayerId): LayerDefinition;
export function layerById(id: string): LayerDefinition | undefined;
export function layerById(id: string): LayerDefinition | undefined {
  return byId.get(id);
}
