import type { Request } from 'express';
import * as contract from '#core/contract/session.ts';
import { isSecure, sessionCookie, sessionToken } from '#server/access/cookie.ts';
import { isOwnMachine, mayDemonstrate } from '#server/access/demonstration-mode.ts';
import type { SystemContext } from '#server/context.ts';
import type { Call, Routes } from '#server/http/routes.ts';
import { activate, changePassword } from '#server/people/change-password.ts';
import { readLink } from '#server/people/links.ts';
import * as secondFactor from '#server/people/second-factor.ts';
import { passwordRulesOf, sessionView } from '#server/people/session-view.ts';
import { type SignInFrom, signIn, signInDemonstration, signOut } from '#server/people/sign-in.ts';

type AnyCall = Pick<Call<unknown, unknown, unknown>, 'request' | 'response' | 'origin'>;

/** 登录、退出、口令、动态口令. */
export function sessionRoutes(routes: Routes, context: SystemContext): void {
  const { db, config, authenticator } = context;

  const mayDemonstrateTo = (request: Request) => mayDemonstrate(config) && isOwnMachine(request);

  const from = ({ request, origin }: AnyCall): SignInFrom => ({
    origin,
    agent: request.headers['user-agent'] ?? '',
    before: sessionToken(request),
    demonstration: mayDemonstrateTo(request),
  });

  const setCookie = ({ request, response }: AnyCall, token: string) =>
    response.setHeader(
      'Set-Cookie',
      sessionCookie(token, {
        secure: isSecure(request, config.trustProxy),
        maxAgeSeconds: config.sessionHours * 3600,
      }),
    );

  /** Gives the browser its new token, if it has one, and answers what is still missing. */
  const goOn = async (call: AnyCall, token: string | undefined) => {
    authenticator.forget();
    if (token !== undefined) setCookie(call, token);
    const present = token ?? sessionToken(call.request);
    const actor = present === undefined ? undefined : await authenticator.actorOfSession(present);
    return sessionView(context, call.request, actor);
  };

  routes.on(contract.getSession, ({ request, known }) => sessionView(context, request, known));
  routes.on(contract.signIn, async (call) => goOn(call, await signIn(context, call.body, from(call))));
  routes.on(contract.signInDemonstration, async (call) =>
    goOn(call, await signInDemonstration(context, call.body.username, from(call))),
  );
  routes.on(contract.sendSecondFactor, async (call) =>
    goOn(call, await secondFactor.sendSecondFactor(context, call.actor, call.body.code, call.origin)),
  );
  routes.on(contract.signOut, async (call) => {
    await signOut(context, call.actor, call.origin);
    authenticator.forget();
    setCookie(call, '');
    call.response.setHeader('Clear-Site-Data', '"cache"');
    return sessionView(context, call.request, undefined);
  });

  routes.on(contract.changePassword, async (call) =>
    goOn(call, await changePassword(context, call.actor, call.body, call.origin)),
  );
  routes.on(contract.readLink, async ({ body, request }) => {
    const { person, expiresAt } = await readLink(db, body.token, mayDemonstrateTo(request));
    const { username, name } = person;
    return { username, name, expiresAt, passwordRules: passwordRulesOf(config) };
  });
  routes.on(contract.activate, async (call) => goOn(call, await activate(context, call.body, from(call))));

  routes.on(contract.startSecondFactor, ({ actor, origin }) =>
    secondFactor.startSecondFactor(context, actor, origin),
  );
  routes.on(contract.confirmSecondFactor, async (call) => {
    const { actor, body, origin } = call;
    const recoveryCodes = await secondFactor.confirmSecondFactor(context, actor, body.code, origin);
    return { recoveryCodes, session: await goOn(call, undefined) };
  });
  routes.on(contract.removeSecondFactor, async (call) => {
    await secondFactor.removeSecondFactor(context, call.actor, call.body.password, call.origin);
    return goOn(call, undefined);
  });
}
