import { isIPv6 } from 'node:net';
import { Problem } from '#core/problem.ts';
import { RateLimiter } from './rate-limiter.ts';

/** 访问类别 and how many a minute one person may have of each, or one address where nobody is signed in. */
const perMinute = {
  'sign-in': 30,
  stranger: 600,
  read: 1200,
  write: 120,
  // Pieces of photographs: a day's work of one phone comes at once.
  photo: 6000,
  export: 10,
  tile: 6000,
} as const;

export type Traffic = keyof typeof perMinute;

/** 限流: per process and in memory. A restart forgets; several processes allow as many times more. */
export class RateLimits {
  readonly #limiters: ReadonlyMap<Traffic, RateLimiter>;

  /** @param factor times the numbers above; 0 is off */
  constructor(factor: number) {
    this.#limiters = new Map(
      factor === 0
        ? []
        : (Object.keys(perMinute) as Traffic[]).map((traffic) => [
            traffic,
            new RateLimiter(perMinute[traffic] * factor),
          ]),
    );
  }

  /**
   * Lets a request in, or refuses it.
   * @param who id of a person, or `networkOf` an address
   * @throws Problem `too-many-requests` (429)
   */
  admit(traffic: Traffic, who: string): void {
    const wait = this.#limiters.get(traffic)?.take(who, performance.now()) ?? 0;
    if (wait > 0) throw tooManyRequests(Math.ceil(wait / 1000));
  }
}

/** Who is behind an address: an IPv4 address, but the /64 of an IPv6 one, all of which belongs to one subscriber. */
export function networkOf(address: string): string {
  const bare = address.split('%', 1)[0] ?? '';
  if (!isIPv6(bare)) return address;
  // A tail written as IPv4 stands for two groups and lies in the second half.
  const [front = '', back] = bare.replace(/[\d.]+\.[\d.]+$/, '0:0').split('::');
  const groups = front === '' ? [] : front.split(':');
  const behind = back === undefined || back === '' ? [] : back.split(':');
  const zeros = back === undefined ? 0 : 8 - groups.length - behind.length;
  const whole = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...behind];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function tooManyRequests(seconds: number): Problem {
  return new Problem({
    type: 'too-many-requests',
    status: 429,
    title: { zh: '请求过于频繁', en: 'Too many requests' },
    detail: {
      zh: `短时间内请求过多，未作任何改动，请 ${seconds} 秒后再试。`,
      en: `There were too many requests in a short time; nothing was changed. Try again in ${seconds} s.`,
    },
    next: {
      zh: '稍候再试；脚本请放慢速度，或请管理员调高 GENGJIE_RATE_LIMIT。',
      en: 'Wait a moment; a script should go slower, or the administrator may raise GENGJIE_RATE_LIMIT.',
    },
    extra: { retryAfter: seconds },
  });
}
