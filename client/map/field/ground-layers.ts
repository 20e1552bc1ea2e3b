import { ecologicalRedlines } from '#core/catalog/ecological-redlines.ts';
import { farmlandProtection } from '#core/catalog/farmland-protection.ts';
import { landParcels } from '#core/catalog/land-parcels.ts';
import { permanentFarmland } from '#core/catalog/permanent-farmland.ts';
import { regions } from '#core/catalog/regions.ts';
import { responsibilityGrids } from '#core/catalog/responsibility-grids.ts';
import type { LayerDefinition } from '#core/catalog/types.ts';
import { villages } from '#core/catalog/villages.ts';

/** 外业图层, bottom to top: these alone of the catalogue, because a phone loads and parses what it imports. */
export const groundLayers: readonly LayerDefinition[] = [
  landParcels,
  villages,
  responsibilityGrids,
  farmlandProtection,
  permanentFarmland,
  ecologicalRedlines,
  regions,
].sort((a, b) => a.drawOrder - b.drawOrder);
