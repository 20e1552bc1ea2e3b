import { layerById } from '#core/catalog/index.ts';
import {
  exportLayer as layerEndpoint,
  exportTargetRows as rowsEndpoint,
  exportTargets as targetsEndpoint,
} from '#core/contract/exports.ts';
import type { Routes } from '#server/http/routes.ts';
import { exportLayer, exportTargetRows, exportTargets } from '#server/operations/export-data.ts';

/** 导出: files of what a person may export; each leaves an audit line before its first byte. */
export function exportRoutes(routes: Routes): void {
  routes.on(layerEndpoint, ({ actor, run, params, query }) =>
    exportLayer(
      { actor, run },
      { ...query, layer: layerById(params.layer), personal: query.personal === 'true' },
    ),
  );
  routes.on(targetsEndpoint, ({ actor, run, query }) => exportTargets({ actor, run }, query));
  routes.on(rowsEndpoint, ({ actor, run, params, query }) =>
    exportTargetRows({ actor, run }, params.id, query),
  );
}
