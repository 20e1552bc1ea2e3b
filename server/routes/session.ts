import type { Request, Response } from 'express';
import { getSession, signIn, signInDemonstration, signOut } from '#core/contract/session.ts';
import type { RequestOrigin } from '#server/access/actor.ts';
import { isSecure, sessionCookie, sessionToken } from '#server/access/cookie.ts';
import { isOwnMachine, mayDemonstrate } from '#server/access/demonstration-mode.ts';
import type { SystemContext } from '#server/context.ts';
import type { Routes } from '#server/http/routes.ts';
import { sessionView } from '#server/people/session-view.ts';
import * as people from '#server/people/sign-in.ts';

/** 登录、退出. */
export function sessionRoutes(routes: Routes, context: SystemContext): void {
  const { config, authenticator } = context;

  /** Gives the browser its new token, and answers what is still missing. */
  const entered = async (request: Request, response: Response, token: string) => {
    authenticator.forget();
    response.setHeader('Set-Cookie', cookieOf(request, token));
    return sessionView(context, request, await authenticator.actorOfSession(token));
  };
  const cookieOf = (request: Request, token: string) =>
    sessionCookie(token, {
      secure: isSecure(request, config.trustProxy),
      maxAgeSeconds: config.sessionHours * 3600,
    });
  const from = (request: Request, origin: RequestOrigin): people.SignInFrom => ({
    origin,
    agent: request.headers['user-agent'] ?? '',
    before: sessionToken(request),
    demonstration: mayDemonstrate(config) && isOwnMachine(request),
  });

  routes.on(getSession, ({ request, known }) => sessionView(context, request, known));

  routes.on(signIn, async ({ request, response, body, origin }) =>
    entered(request, response, await people.signIn(context, body, from(request, origin))),
  );

  routes.on(signInDemonstration, async ({ request, response, body, origin }) =>
    entered(
      request,
      response,
      await people.signInDemonstration(context, body.username, from(request, origin)),
    ),
  );

  routes.on(signOut, async ({ request, response, actor, origin }) => {
    await people.signOut(context, actor, origin);
    authenticator.forget();
    response.setHeader('Set-Cookie', cookieOf(request, ''));
    response.setHeader('Clear-Site-Data', '"cache"');
    return sessionView(context, request, undefined);
  });
}
