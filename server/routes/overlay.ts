import { computeOverlay, getOverlayAccount } from '#core/contract/what-if.ts';
import type { AppContext } from '#server/context.ts';
import type { Routes } from '#server/http/routes.ts';
import { keptAccount, overlay } from '#server/operations/overlay.ts';

/** 套合账: what lies under a shape or a feature; kept ones say when they are out of date. */
export function overlayRoutes(routes: Routes, { config, measurements }: AppContext): void {
  const { vertexLimit } = config;
  routes.on(
    computeOverlay,
    ({ db, actor, body }) => overlay({ db, actor, vertexLimit, measurements }, body),
    { bodyLimit: '20mb' },
  );
  routes.on(getOverlayAccount, ({ db, params }) => keptAccount(db, params.id));
}
