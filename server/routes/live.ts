import { getLive } from '#core/contract/live.ts';
import type { SystemContext } from '#server/context.ts';
import type { Routes } from '#server/http/routes.ts';
import { LiveAnswer } from '#server/live/live-answer.ts';
import { LiveChanges } from '#server/live/live-changes.ts';

/** 实时变更通知. @returns what ends every stream when the server stops */
export function liveRoutes(routes: Routes, { db, config }: SystemContext): LiveChanges {
  const changes = new LiveChanges(db, config);
  routes.onWritten(() => changes.soon());
  routes.on(getLive, async ({ actor }) => new LiveAnswer(changes, actor));
  return changes;
}
