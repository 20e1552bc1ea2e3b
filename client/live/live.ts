import { askSession } from '../api/session.ts';
import { useSession } from '../state/session.ts';
import { backoff, KNOWN_NOTHING, newsOf } from './events.ts';
import { useLive } from './live-state.ts';
import { tellQueries } from './tell-queries.ts';

/** Events that come together are told together. */
const GATHER_MILLISECONDS = 40;
/** While news keeps coming, the screen rests as long as its last asking took, but no longer than this. */
const REST_MILLISECONDS = 1000;
const EVENTS = ['hello', 'changed', 'patches'] as const;

/**
 * 实时: one stream of changes for the whole page, as long as somebody is signed in; lost, it comes back by itself, and what was missed meanwhile is asked
 * for. The returned function ends it.
 */
export function followLive(): () => void {
  let source: EventSource | null = null;
  let known = KNOWN_NOTHING;
  let attempt = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let news = { layers: new Set<string>(), patches: false };
  let ended = false;
  /** Before this the screen does not ask again. */
  let restUntil = 0;

  const signedIn = () => {
    const { session, leaving } = useSession.getState();
    return session?.step === 'signed-in' && !leaving;
  };
  const close = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const tell = () => {
    telling = undefined;
    const toldAt = Date.now();
    restUntil = toldAt + REST_MILLISECONDS;
    const { layers, patches } = news;
    news = { layers: new Set(), patches: false };
    void tellQueries([...layers], patches).finally(() => {
      // A question asked anew in between would have made this one of no use.
      const now = Date.now();
      restUntil = Math.min(restUntil, now + (now - toldAt));
      if (telling !== undefined) tellLater();
    });
  };
  const tellLater = () => {
    clearTimeout(telling);
    telling = setTimeout(tell, Math.max(GATHER_MILLISECONDS, restUntil - Date.now()));
  };
  const hear = (event: (typeof EVENTS)[number], data: string) => {
    attempt = 0;
    if (useLive.getState().link !== 'live') useLive.setState({ link: 'live' });
    const heard = newsOf(known, event, data);
    known = heard.known;
    for (const layer of heard.layers) news.layers.add(layer);
    news.patches ||= heard.patches;
    if ((news.patches || news.layers.size > 0) && telling === undefined) tellLater();
  };
  const open = () => {
    close();
    if (ended || !signedIn()) {
      useLive.setState({ link: 'off' });
      return;
    }
    const stream = new EventSource('/api/live');
    source = stream;
    for (const event of EVENTS) stream.addEventListener(event, ({ data }) => hear(event, String(data)));
    stream.addEventListener('error', () => {
      if (stream !== source) return;
      // The browser would come back at once and for ever: we wait longer each time.
      close();
      useLive.setState({ link: 'lost' });
      // Without a network there is nobody to ask: `online` says when there is.
      if (!navigator.onLine) return;
      again = setTimeout(open, backoff(attempt, Math.random()));
      attempt += 1;
      // A refusal is not told apart from a break: the session is.
      if (attempt === 2) void askSession();
    });
  };
  const comeBack = () => {
    if (useLive.getState().link !== 'lost') return;
    attempt = 0;
    open();
  };
  const leave = () => {
    close();
    useLive.setState({ link: 'off' });
  };

  useLive.setState({ link: 'connecting' });
  open();
  const forget = useSession.subscribe((now, before) => {
    if (now.session?.step === before.session?.step && now.leaving === before.leaving) return;
    if (signedIn()) open();
    else leave();
  });
  const returned = (event: PageTransitionEvent) => event.persisted && open();
  addEventListener('online', comeBack);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', returned);
  return () => {
    ended = true;
    forget();
    clearTimeout(telling);
    leave();
    removeEventListener('online', comeBack);
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', returned);
  };
}
