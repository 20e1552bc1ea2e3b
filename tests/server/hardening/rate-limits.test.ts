import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { RateLimiter } from '#server/http/rate-limiter.ts';
import { networkOf, RateLimits } from '#server/http/rate-limits.ts';
import { withApp } from '../../support/app.ts';
import { aSettledTown } from '../../support/cast.ts';
import { withDatabase } from '../../support/database.ts';
import { anybody, type TestPerson } from '../../support/people.ts';

describe('a rate limiter', () => {
  test('gives all of a minute at once, then evenly, and says how long to wait', () => {
    const limiter = new RateLimiter(20);
    const taken = Array.from({ length: 25 }, () => limiter.take('a', 1000));
    expect(taken.filter((wait) => wait === 0)).toHaveLength(20);
    expect(taken.at(-1)).toBeCloseTo(3000);
    expect(limiter.take('b', 1000)).toBe(0);
    expect(limiter.take('a', 3999)).toBeGreaterThan(0);
    expect(limiter.take('a', 4000)).toBe(0);
    expect(limiter.take('a', 4001)).toBeGreaterThan(0);
    expect(limiter.take('a', 100_000)).toBe(0);
  });

  test('never gives more than two minutes’ worth in any minute, nor refuses who keeps to the rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 300 }),
        (perMinute, pauses) => {
          const limiter = new RateLimiter(perMinute);
          let now = 0;
          const given: number[] = [];
          for (const pause of pauses) {
            now += pause;
            const wait = limiter.take('a', now);
            if (wait === 0) given.push(now);
            // Waiting as long as it says is enough.
            else {
              now += wait;
              expect(limiter.take('a', now)).toBe(0);
              given.push(now);
            }
          }
          for (const start of given) {
            const within = given.filter((at) => at >= start && at < start + 60_000).length;
            expect(within).toBeLessThanOrEqual(2 * perMinute);
          }
        },
      ),
    );
  });

  test('forgets who was unseen for longest when too many come', () => {
    const limiter = new RateLimiter(1, 100);
    for (let index = 0; index < 10_000; index++) {
      limiter.take(`a${index}`, index / 1000);
      limiter.take('steady', index / 1000);
    }
    expect(limiter.size).toBe(100);
    expect(limiter.take('steady', 10)).toBeGreaterThan(0);
    expect(limiter.take('a1', 10)).toBe(0);
  });

  test('can be switched off', () => {
    const off = new RateLimits(0);
    for (let index = 0; index < 1000; index++) off.admit('export', 'a');
  });
});

describe('who is behind an address', () => {
  test.each([
    ['10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:2:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('too many requests', () => {
  const database = withDatabase('embedded');
  const app = withApp(database, { GENGJIE_RATE_LIMIT: '1', GENGJIE_TRUST_PROXY: '1' });
  let other: TestPerson;
  beforeAll(async () => {
    await aSettledTown(database());
    other = await anybody(database());
  });

  // The bucket fills while requests are on their way, so counts are bounds.
  const refused = async (count: number, ask: () => Promise<{ status: number }>) => {
    const answers = await Promise.all(Array.from({ length: count }, ask));
    return answers.filter(({ status }) => status === 429).length;
  };

  test('of one person are refused with the time to wait, and nobody else’s are', async () => {
    const path = '/api/targets/export?region=120111001000&year=2023';
    expect(await refused(10, () => app().request(path))).toBe(0);
    expect(await refused(20, () => app().request(path))).toBeGreaterThan(0);
    const { status, headers, body } = await app().request(path);
    expect({ status, body }).toMatchObject({ status: 429, body: { type: '/problems/too-many-requests' } });
    const { retryAfter } = body as { retryAfter: number };
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(6);
    expect(headers.get('retry-after')).toBe(String(retryAfter));
    expect((await app().as(other.token).request(path)).status).toBe(200);
    // Reading goes on.
    expect((await app().request('/api/layers')).status).toBe(200);
  });

  test('to sign in are counted by address, as the proxy tells it', async () => {
    const signIn = (address: string) => () =>
      app()
        .as(undefined)
        .request('/api/session', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
          body: '{}',
        });
    expect(await refused(30, signIn('2001:db8::1'))).toBe(0);
    expect(await refused(60, signIn('2001:db8::2'))).toBeGreaterThan(0);
    expect((await signIn('2001:db8:0:1::2')()).status).toBe(400);
  });
});
