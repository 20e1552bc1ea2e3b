import type { z } from 'zod';
import type { getAudit, verifyAudit } from '#core/contract/audit.ts';
import type {
  addBalanceEntry,
  exportBatch,
  getBalance,
  getBatch,
  getBatches,
  recordBatchStep,
} from '#core/contract/batches.ts';
import type { getCrews, getDutyLedger, saveCrew } from '#core/contract/crews.ts';
import type { mergeFeatures, reshapeFeatures, splitFeature } from '#core/contract/edit-together.ts';
import type {
  addFeature,
  editFeature,
  getHistory,
  getPersonalFields,
  getVersion,
  restoreVersion,
  withdrawFeature,
} from '#core/contract/edits.ts';
import type { exportLayer, exportTargetRows, exportTargets } from '#core/contract/exports.ts';
import type { getFieldFence, getFieldPack } from '#core/contract/field-pack.ts';
import type { pullPatches } from '#core/contract/field-patches.ts';
import type { getHealth } from '#core/contract/health.ts';
import type { identify } from '#core/contract/identify.ts';
import type {
  cancelImport,
  changeImport,
  commitImport,
  createImport,
  getImport,
  getImportBatches,
  undoImportBatch,
} from '#core/contract/imports.ts';
import type {
  addTarget,
  changeTarget,
  exportReport,
  getDashboard,
  getIndicators,
  getMovement,
  readSentence,
} from '#core/contract/indicators.ts';
import type { getFeature, getFeatureOverlay, getLayers, getLayerView } from '#core/contract/layers.ts';
import type { mergePatches, previewMerge, previewSplit, splitPatch } from '#core/contract/patch-division.ts';
import type { getPhotoUpload, sendOperations, sendPhotoChunk } from '#core/contract/patch-operations.ts';
import type { exportPatches, getPatchPieces, getPatchStatistics } from '#core/contract/patch-statistics.ts';
import type {
  exportEvidence,
  getPatch,
  getPatchByFeature,
  getPatches,
  getPatchPhoto,
  overlayPatch,
  pickPatches,
} from '#core/contract/patches.ts';
import type {
  addPerson,
  changePerson,
  clearSecondFactor,
  getPeople,
  getRights,
  grantRole,
  resetPerson,
  revokeRole,
  unlockPerson,
} from '#core/contract/people.ts';
import type { measureArea } from '#core/contract/rulers.ts';
import type {
  addScenario,
  batchFromScenario,
  changeScenario,
  getScenario,
  getScenarios,
} from '#core/contract/scenarios.ts';
import type { search } from '#core/contract/search.ts';
import type {
  activate,
  changePassword,
  confirmSecondFactor,
  createToken,
  endSession,
  getSession,
  getSessions,
  getTokens,
  readLink,
  removeSecondFactor,
  revokeToken,
  sendSecondFactor,
  signIn,
  signInDemonstration,
  signOut,
  startSecondFactor,
} from '#core/contract/session.ts';
import type { getTargetRows, getTargets } from '#core/contract/targets.ts';
import type { checkOutline, getOutlines } from '#core/contract/topology.ts';
import type { computeWhatIf, getGround } from '#core/contract/what-if.ts';
import type { getWorkspace } from '#core/contract/workspace.ts';

/** 客户端可调用的接口: types only, so that no schema reaches the browser; one line each. */
export interface Endpoints {
  'GET /healthz': typeof getHealth;
  'GET /api/workspace': typeof getWorkspace;
  'GET /api/layers': typeof getLayers;
  'GET /api/layers-in-view': typeof getLayerView;
  'GET /api/layers/{layer}/features/{id}': typeof getFeature;
  'GET /api/layers/{layer}/features/{id}/overlay': typeof getFeatureOverlay;
  'GET /api/field/pack': typeof getFieldPack;
  'GET /api/field/pack/geofence': typeof getFieldFence;
  'GET /api/identify': typeof identify;
  'GET /api/search': typeof search;
  'GET /api/targets': typeof getTargets;
  'GET /api/targets/{id}/rows': typeof getTargetRows;
  'GET /api/targets/{id}/movement': typeof getMovement;
  'POST /api/targets': typeof addTarget;
  'POST /api/targets/{id}/revision': typeof changeTarget;
  'POST /api/targets/sentence': typeof readSentence;
  'GET /api/indicators': typeof getIndicators;
  'GET /api/batches': typeof getBatches;
  'GET /api/batches/{id}': typeof getBatch;
  'POST /api/batches/{id}/steps': typeof recordBatchStep;
  'GET /api/batches/{id}/export': typeof exportBatch;
  'GET /api/balance': typeof getBalance;
  'POST /api/balance': typeof addBalanceEntry;
  'GET /api/patches': typeof getPatches;
  'POST /api/patches/pick': typeof pickPatches;
  'GET /api/patches/{uid}': typeof getPatch;
  'GET /api/patches/by-feature/{id}': typeof getPatchByFeature;
  'POST /api/patches/{uid}/overlay': typeof overlayPatch;
  'POST /api/patches/{uid}/split/preview': typeof previewSplit;
  'POST /api/patches/{uid}/split': typeof splitPatch;
  'POST /api/patches/merge/preview': typeof previewMerge;
  'POST /api/patches/merge': typeof mergePatches;
  'GET /api/patches/statistics': typeof getPatchStatistics;
  'GET /api/patches/pieces': typeof getPatchPieces;
  'GET /api/patches/export': typeof exportPatches;
  'GET /api/patches/{uid}/evidence': typeof exportEvidence;
  'GET /api/patches/{uid}/photos/{sha256}': typeof getPatchPhoto;
  'GET /api/crews': typeof getCrews;
  'POST /api/crews': typeof saveCrew;
  'GET /api/patrols': typeof getDutyLedger;
  'GET /api/field/patches': typeof pullPatches;
  'POST /api/patch-operations': typeof sendOperations;
  'GET /api/photo-uploads/{sha256}': typeof getPhotoUpload;
  'POST /api/photo-uploads/{sha256}': typeof sendPhotoChunk;
  'POST /api/measure/area': typeof measureArea;
  'POST /api/imports': typeof createImport;
  'GET /api/imports/{id}': typeof getImport;
  'PATCH /api/imports/{id}': typeof changeImport;
  'POST /api/imports/{id}/commit': typeof commitImport;
  'DELETE /api/imports/{id}': typeof cancelImport;
  'GET /api/import-batches': typeof getImportBatches;
  'POST /api/import-batches/{id}/undo': typeof undoImportBatch;
  'POST /api/layers/{layer}/features': typeof addFeature;
  'PATCH /api/layers/{layer}/features/{id}': typeof editFeature;
  'POST /api/layers/{layer}/features/{id}/split': typeof splitFeature;
  'POST /api/layers/{layer}/features/merge': typeof mergeFeatures;
  'POST /api/layers/{layer}/features/reshape': typeof reshapeFeatures;
  'POST /api/layers/{layer}/check-outline': typeof checkOutline;
  'GET /api/outlines': typeof getOutlines;
  'POST /api/layers/{layer}/features/{id}/withdraw': typeof withdrawFeature;
  'POST /api/layers/{layer}/features/{id}/restore': typeof restoreVersion;
  'GET /api/layers/{layer}/features/{id}/history': typeof getHistory;
  'GET /api/layers/{layer}/features/{id}/versions/{versionId}': typeof getVersion;
  'GET /api/layers/{layer}/features/{id}/personal': typeof getPersonalFields;
  'GET /api/layers/{layer}/export': typeof exportLayer;
  'GET /api/targets/export': typeof exportTargets;
  'GET /api/targets/{id}/export': typeof exportTargetRows;
  'GET /api/session': typeof getSession;
  'POST /api/session': typeof signIn;
  'DELETE /api/session': typeof signOut;
  'POST /api/session/demonstration': typeof signInDemonstration;
  'POST /api/session/second-factor': typeof sendSecondFactor;
  'POST /api/session/password': typeof changePassword;
  'POST /api/session/link': typeof readLink;
  'POST /api/session/activation': typeof activate;
  'POST /api/second-factor': typeof startSecondFactor;
  'POST /api/second-factor/confirmation': typeof confirmSecondFactor;
  'POST /api/second-factor/removal': typeof removeSecondFactor;
  'GET /api/tokens': typeof getTokens;
  'POST /api/tokens': typeof createToken;
  'DELETE /api/tokens/{id}': typeof revokeToken;
  'GET /api/sessions': typeof getSessions;
  'DELETE /api/sessions/{id}': typeof endSession;
  'GET /api/people': typeof getPeople;
  'POST /api/people': typeof addPerson;
  'PATCH /api/people/{id}': typeof changePerson;
  'POST /api/people/{id}/link': typeof resetPerson;
  'POST /api/people/{id}/unlock': typeof unlockPerson;
  'POST /api/people/{id}/second-factor/removal': typeof clearSecondFactor;
  'POST /api/people/{id}/grants': typeof grantRole;
  'DELETE /api/people/{id}/grants/{grant}': typeof revokeRole;
  'GET /api/rights': typeof getRights;
  'GET /api/audit': typeof getAudit;
  'POST /api/audit/verification': typeof verifyAudit;
  'GET /api/dashboard': typeof getDashboard;
  'GET /api/dashboard/export': typeof exportReport;
  'POST /api/what-if': typeof computeWhatIf;
  'GET /api/ground': typeof getGround;
  'GET /api/scenarios': typeof getScenarios;
  'POST /api/scenarios': typeof addScenario;
  'GET /api/scenarios/{id}': typeof getScenario;
  'PATCH /api/scenarios/{id}': typeof changeScenario;
  'POST /api/scenarios/{id}/batch': typeof batchFromScenario;
}

export type EndpointKey = keyof Endpoints;

/** Keys that the caller must give: those without a default and not optional. */
type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

/** A schema as the caller writes it: the parsed types, with defaults left out at will. */
type Given<S extends z.ZodType> = Pick<z.output<S>, RequiredKeys<z.input<S>> & keyof z.output<S>> &
  Partial<z.output<S>>;

type Part<Name extends string, S> = [S] extends [z.ZodUndefined]
  ? unknown
  : [S] extends [z.ZodType]
    ? object extends Given<S>
      ? { readonly [K in Name]?: Given<S> }
      : { readonly [K in Name]: Given<S> }
    : unknown;

/** Path parameters, query and body of an endpoint. */
export type RequestOf<K extends EndpointKey> = Part<'params', NonNullable<Endpoints[K]['params']>> &
  Part<'query', NonNullable<Endpoints[K]['query']>> &
  Part<'body', NonNullable<Endpoints[K]['body']>> & {
    /** Version that a write was made on. */
    readonly ifMatch?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  };

export type ResponseOf<K extends EndpointKey> = z.output<Endpoints[K]['response']>;
