import type { Http } from '../../../client/field/sync/http.ts';
import type { Chance } from './chance.ts';

/** What a network and a server do to one request. */
export const FAULTS = [
  'offline',
  'server-fault',
  'answer-lost',
  'twice',
  'twice-at-once',
  'late',
  'cut-short',
  'sign-in-page',
  'signed-out',
  'slow-down',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A network that does to each request what chance wants, until it is healed. */
export class BadNetwork {
  /** Share of requests that something happens to. */
  share = 0;
  readonly seen = new Map<Fault, number>();
  readonly #chance: Chance;
  readonly #http: Http;
  readonly #signedOut: () => void;
  readonly #late: (() => Promise<unknown>)[] = [];

  constructor(http: Http, chance: Chance, signedOut: () => void) {
    this.#http = http;
    this.#chance = chance;
    this.#signedOut = signedOut;
  }

  readonly http: Http = async (path, init) => {
    // What was held up on its way arrives before something newer, sometimes.
    if (this.#late.length > 0 && this.#chance.often(0.5)) await this.#late.shift()!();
    if (!this.#chance.often(this.share)) return this.#http(path, init);
    const fault = this.#chance.pick(FAULTS);
    this.seen.set(fault, (this.seen.get(fault) ?? 0) + 1);
    return this.#suffer(fault, path, init);
  };

  /** Everything that is still on its way arrives. */
  async settle(): Promise<void> {
    for (let late = this.#late.shift(); late; late = this.#late.shift()) await late();
  }

  async #suffer(fault: Fault, path: string, init: RequestInit): Promise<Response> {
    const again = () => this.#http(path, init).catch(() => undefined);
    switch (fault) {
      case 'offline':
        throw new TypeError('fetch failed');
      case 'server-fault':
        return new Response('bad gateway', { status: this.#chance.pick([500, 502, 503]) });
      case 'sign-in-page':
        return new Response('<html>Wi-Fi</html>', { headers: { 'content-type': 'text/html' } });
      case 'slow-down':
        return Response.json(
          { type: '/problems/too-many-requests' },
          { status: 429, headers: { 'retry-after': '1' } },
        );
      case 'signed-out':
        this.#signedOut();
        return this.#http(path, init);
      case 'answer-lost':
        await again();
        throw new DOMException('timed out', 'TimeoutError');
      case 'late':
        this.#late.push(again);
        throw new DOMException('timed out', 'TimeoutError');
      case 'twice':
        await again();
        return this.#http(path, init);
      case 'twice-at-once': {
        const [, answer] = await Promise.all([again(), this.#http(path, init)]);
        return answer;
      }
      case 'cut-short': {
        const { body } = init;
        if (!(body instanceof ArrayBuffer) || body.byteLength < 2) throw new TypeError('fetch failed');
        const some = body.slice(0, 1 + this.#chance.below(body.byteLength - 1));
        await this.#http(path, { ...init, body: some }).catch(() => undefined);
        throw new TypeError('fetch failed');
      }
    }
  }
}
