import type { Endpoint } from '#core/contract/endpoint.ts';
import { getHealth } from '#core/contract/health.ts';
import { identify } from '#core/contract/identify.ts';
import {
  cancelImport,
  changeImport,
  commitImport,
  createImport,
  getImport,
  getImportBatches,
  undoImportBatch,
} from '#core/contract/imports.ts';
import { getFeature, getFeatureOverlay, getLayers, getLayerView } from '#core/contract/layers.ts';
import { measureArea } from '#core/contract/rulers.ts';
import { search } from '#core/contract/search.ts';
import { getTargetRows, getTargets } from '#core/contract/targets.ts';
import { getWorkspace } from '#core/contract/workspace.ts';

/** 接口清单: every endpoint, one line each; the OpenAPI file and the tests read it. */
export const contract: readonly Endpoint[] = [
  getHealth,
  getWorkspace,
  getLayers,
  getLayerView,
  getFeature,
  getFeatureOverlay,
  identify,
  search,
  getTargets,
  getTargetRows,
  measureArea,
  createImport,
  getImport,
  changeImport,
  commitImport,
  cancelImport,
  getImportBatches,
  undoImportBatch,
];
