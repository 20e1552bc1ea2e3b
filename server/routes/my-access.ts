import * as contract from '#core/contract/session.ts';
import type { Actor, RequestOrigin } from '#server/access/actor.ts';
import type { SystemContext } from '#server/context.ts';
import { recordAct } from '#server/db/tables/audit.ts';
import { endSession, openSessionsOf } from '#server/db/tables/sessions.ts';
import { tokensOf } from '#server/db/tables/tokens.ts';
import { notFound } from '#server/http/problems.ts';
import type { Routes } from '#server/http/routes.ts';
import { actingAs } from '#server/people/acting-as.ts';
import { createToken, revokeToken } from '#server/people/tokens.ts';

/** 我的令牌、我的会话: how a person gets in beside this window. */
export function myAccessRoutes(routes: Routes, { db, config, authenticator }: SystemContext): void {
  routes.on(contract.getTokens, async ({ actor }) => ({ tokens: await tokensOf(db, actor.id) }));
  routes.on(contract.createToken, ({ actor, origin, body }) =>
    createToken(db, { acting: actor, from: origin }, actor, body),
  );
  routes.on(contract.revokeToken, async ({ actor, origin, params, request }) => {
    const token = await revokeToken(db, actor, params.id, origin);
    authenticator.forget();
    if (!token) throw notFound(request.path);
    return token;
  });

  const sessions = async (actor: Actor) => {
    const open = await openSessionsOf(db, actor.id, config.idleMinutes);
    return { sessions: open.map((session) => ({ ...session, current: session.id === actor.via.id })) };
  };
  routes.on(contract.getSessions, ({ actor }) => sessions(actor));
  routes.on(contract.endSession, async ({ actor, origin, params, request }) => {
    const ended = await endOne(actor, params.id, origin);
    authenticator.forget();
    if (!ended) throw notFound(request.path);
    return sessions(actor);
  });

  const endOne = (actor: Actor, id: string, origin: RequestOrigin) =>
    actingAs(db, actor, origin, async (tx) => {
      if (!(await endSession(tx, actor.id, id))) return false;
      await recordAct(tx, {
        action: 'session.sign-out',
        subject: actor.username,
        detail: { session: id, other: id !== actor.via.id },
      });
      return true;
    });
}
