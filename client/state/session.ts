import { create } from 'zustand';
import type { Session } from '#core/contract/session.ts';
import { type Action, covers, type Grant, type Subject, scopeOf } from '#core/rights/rights.ts';
import { type AdministratorRole, isAdministrator } from '#core/rights/roles.ts';

/** The person as `GET /api/session` describes them. */
export type SessionPerson = NonNullable<Session['person']>;

interface SessionState {
  /** The server's last answer; null until there is one. */
  readonly session: Session | null;
  /** Why the server could not be asked; null when it could. */
  readonly error: unknown;
  /** Who sits at this screen. Stays when the session ends by itself, so that nothing is lost until they are back. */
  readonly person: SessionPerson | null;
  /** How often the person came back after the session had ended: what failed meanwhile is asked again. */
  readonly resumed: number;
  /** The page is about to be replaced by a fresh one. */
  readonly leaving: boolean;
}

/** 登录状态 of this page; `client/api/session.ts` asks the server and writes it. */
export const useSession = create<SessionState>()(() => ({
  session: null,
  error: null,
  person: null,
  resumed: 0,
  leaving: false,
}));

/** The person at this screen, or null before sign-in. */
export function usePerson(): SessionPerson | null {
  return useSession((state) => state.person);
}

/**
 * What an answer means for a screen: `open` it · `resume` the same person is back (or never left) · `start-over` somebody else signed in ·
 * `interrupted` a step of sign-in is missing while work is on the screen · `sign-in` nobody is there yet.
 */
export type Turn = 'open' | 'resume' | 'start-over' | 'interrupted' | 'sign-in';

export function turnOf(person: SessionPerson | null, session: Session): Turn {
  if (session.step !== 'signed-in' || !session.person) return person ? 'interrupted' : 'sign-in';
  if (!person) return 'open';
  return person.id === session.person.id ? 'resume' : 'start-over';
}

/**
 * 权限: whether the grants allow an action on a layer or on the targets. With a region: everywhere inside it; without: anywhere at all.
 * The server decides again; this only keeps a screen from offering what would be refused.
 */
export function allows(
  grants: readonly Grant[],
  action: Action,
  subject: Subject,
  regionCode?: string | null,
): boolean {
  const scope = scopeOf(grants, subject, action);
  return regionCode ? covers(scope, regionCode) : scope.length > 0;
}

/** `allows` for the person at this screen, outside components. */
export function may(action: Action, subject: Subject, regionCode?: string | null): boolean {
  return allows(useSession.getState().person?.grants ?? [], action, subject, regionCode);
}

/** `allows` for the person at this screen: `const may = useMay(); may('edit_attributes', 'patches', regionCode)`. */
export function useMay(): typeof may {
  const person = usePerson();
  return (action, subject, regionCode) => allows(person?.grants ?? [], action, subject, regionCode);
}

/** 管理员 role of a person, who then sees no business data; null for everybody else. */
export function administratorRole(person: SessionPerson | null): AdministratorRole | null {
  return person?.grants.map(({ role }) => role).find(isAdministrator) ?? null;
}
