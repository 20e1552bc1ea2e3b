import type { IncomingMessage } from 'node:http';
import type { PasswordRules, Session } from '#core/contract/session.ts';
import { passwordRules as rules } from '#core/rights/password.ts';
import type { Actor } from '#server/access/actor.ts';
import { isOwnMachine, mayDemonstrate } from '#server/access/demonstration-mode.ts';
import type { Config } from '#server/config.ts';
import type { SystemContext } from '#server/context.ts';
import { sessionPerson } from '#server/db/tables/people.ts';
import { demonstrationCards } from '#server/people/demonstration-people.ts';

/** 登录状态 as the screen is told it. */
export async function sessionView(
  { db, config }: Pick<SystemContext, 'db' | 'config'>,
  request: IncomingMessage,
  actor: Actor | undefined,
): Promise<Session> {
  const person = actor && (await sessionPerson(db, actor.id));
  const offered = !person && mayDemonstrate(config) && isOwnMachine(request);
  return {
    step: actor && person ? actor.step : 'signed-out',
    person: person ?? null,
    endsAt: actor?.via.kind === 'session' ? actor.via.endsAt : null,
    idleMinutes: config.idleMinutes,
    passwordRules: passwordRulesOf(config),
    demonstration: offered ? await demonstrationCards(db) : [],
  };
}

export function passwordRulesOf({ passwordDays }: Pick<Config, 'passwordDays'>): PasswordRules {
  const { minimumLength, kinds, remembered } = rules;
  return { minimumLength, kinds, remembered, maximumAgeDays: passwordDays };
}
