import type { Session } from '#core/contract/session.ts';
import { turnOf, useSession } from '../state/session.ts';
import { call } from './call.ts';
import { onRefusal } from './problem.ts';
import { queryClient } from './query-client.ts';

/** Other pages of this browser share the session: they are told when it changes hands. */
const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('gengjie.session');

/** What is refused while the person leaves needs no sign-in dialog. */
let signingOut = false;

let asking: Promise<void> | null = null;

/** Asks the server who is signed in; several that ask at once share one answer. */
export function askSession(): Promise<void> {
  asking ??= (async () => {
    try {
      follow(await call('GET /api/session'));
    } catch (error) {
      useSession.setState({ error });
    } finally {
      asking = null;
    }
  })();
  return asking;
}

/** Follows an answer about the session: opens the screen, brings the missing step over it, or begins anew for somebody else. */
export function follow(session: Session): void {
  const before = useSession.getState();
  const turn = turnOf(before.person, session);
  if (turn === 'start-over') {
    startOver();
    return;
  }
  const { person } = session;
  useSession.setState({
    session,
    error: null,
    ...(turn === 'open' || turn === 'resume' ? { person } : {}),
  });
  if (turn === 'resume' && before.session?.step !== 'signed-in') {
    useSession.setState(({ resumed }) => ({ resumed: resumed + 1 }));
    void queryClient.invalidateQueries();
  }
}

/** As `follow`, for an answer that came from a sign-in on this page: the browser's other pages look again. */
export function signedIn(session: Session): void {
  follow(session);
  if (session.step === 'signed-in') others?.postMessage(null);
}

/** 退出登录: nothing of the person stays in this page. */
export async function leave(): Promise<void> {
  signingOut = true;
  try {
    await call('DELETE /api/session');
  } catch (error) {
    // A session that had ended already is as good; one the server was not told of is not.
    if (!(await isOver())) throw error;
  } finally {
    signingOut = false;
  }
  others?.postMessage(null);
  startOver();
}

async function isOver(): Promise<boolean> {
  const session = await call('GET /api/session').catch(() => null);
  return session !== null && session.step === 'signed-out';
}

/** A fresh page: caches, stores and the map of the person before are gone with the old one. */
function startOver(): void {
  useSession.setState({ leaving: true });
  queryClient.clear();
  location.replace('/');
}

/** Keeps the session true while the page is open: asks once, and again whenever something says that it has changed. */
export function watchSession(): () => void {
  void askSession();
  onRefusal((problem) => {
    // What the person may do can have changed meanwhile: then the screen follows.
    const rightsDiffer = problem.type === 'rights-changed' || problem.type === 'not-allowed';
    if ((problem.asksForSignIn || rightsDiffer) && !signingOut && !useSession.getState().leaving)
      void askSession();
  });
  const again = () => void askSession();
  others?.addEventListener('message', again);
  return () => others?.removeEventListener('message', again);
}
