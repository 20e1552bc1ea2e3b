import { exportEvidence as endpoint } from '#core/contract/patches.ts';
import { AttachmentStore } from '#server/attachments/store.ts';
import type { AppContext } from '#server/context.ts';
import type { Routes } from '#server/http/routes.ts';
import { exportEvidence } from '#server/reports/evidence/export-evidence.ts';

/** 举证包: leaves an audit line with its hash before its first byte. */
export function patchEvidenceRoutes(routes: Routes, { config }: AppContext): void {
  const store = new AttachmentStore(config.home);
  routes.on(endpoint, ({ actor, run, params: { uid }, query: { format, paper } }) =>
    exportEvidence({ actor, run }, { uid, format, paper }, store),
  );
}
