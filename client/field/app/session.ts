import { create } from 'zustand';
import type { Session } from '#core/contract/session.ts';
import { call } from '../../api/call.ts';
import { dropKeep, readKeep, writeKeep } from './keep.ts';
import { refreshWorkspace } from './workspace.ts';

export type FieldPerson = NonNullable<Session['person']>;

const PERSON = 'person';

interface FieldSessionState {
  /** False until it is known whether anybody signed in here before. */
  readonly opened: boolean;
  /** Who works on this phone: as the server said last, today or before the signal went. */
  readonly person: FieldPerson | null;
  /** The server's last answer of today; null while it has not answered. */
  readonly answer: Session | null;
  /** Why it could not be asked; null when it could. */
  readonly error: unknown;
}

/** 登录状态 of the field app: works on with who signed in last when there is no signal, and when the session has ended. */
export const useFieldSession = create<FieldSessionState>()(() => ({
  opened: false,
  person: null,
  answer: null,
  error: null,
}));

/** Whether the server wants a sign-in before it takes anything; work goes on without. */
export function wantsSignIn({ answer }: FieldSessionState): boolean {
  return answer !== null && answer.step !== 'signed-in';
}

let asking: Promise<void> | null = null;

/** First who was here last, at once; then the server, when it answers. */
export async function openSession(): Promise<void> {
  const kept = await readKeep<FieldPerson>(PERSON).catch(() => undefined);
  if (kept) useFieldSession.setState({ opened: true, person: kept });
  await askFieldSession();
  useFieldSession.setState({ opened: true });
}

/** Asks the server who is signed in; several that ask at once share one answer. */
export function askFieldSession(): Promise<void> {
  asking ??= (async () => {
    try {
      await followSession(await call('GET /api/session', { signal: AbortSignal.timeout(10_000) }));
    } catch (error) {
      useFieldSession.setState({ error });
    } finally {
      asking = null;
    }
  })();
  return asking;
}

/** Follows an answer about the session; somebody else than before begins with a fresh page. */
export async function followSession(answer: Session): Promise<void> {
  const before = useFieldSession.getState().person;
  if (answer.step !== 'signed-in' || !answer.person) {
    useFieldSession.setState({ answer, error: null });
    return;
  }
  await writeKeep(PERSON, answer.person);
  if (before && before.id !== answer.person.id) {
    location.replace('/field');
    return;
  }
  useFieldSession.setState({ answer, error: null, person: answer.person });
  void refreshWorkspace().catch(() => undefined);
}

/** 退出登录: the next person begins with a fresh page; what was not sent stays on the phone under its maker's name. */
export async function leaveField(): Promise<void> {
  if (!wantsSignIn(useFieldSession.getState())) await call('DELETE /api/session');
  await dropKeep(PERSON);
  location.replace('/field');
}
