import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Problem } from '#core/problem.ts';
import { Turns } from '#server/people/turns.ts';

/** 散列参数: 2^15 blocks of 1 KB is 32 MB a hash, twice over: 100 to 250 ms of one core (scripts/bench/sign-in.ts). */
const cost = { ln: 15, r: 8, p: 2 };
const keyBytes = 32;

/** Hashes at once: two cores' worth and 64 MB, however many people try to sign in. */
const turns = new Turns({ atOnce: 2, waiting: 100, full: tooBusy });

/** The stored form of a password, `$scrypt$ln=15,r=8,p=2$salt$hash`, base64 without padding. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost, keyBytes);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${encode(salt)}$${encode(key)}`;
}

/**
 * Whether the password is the stored one. Without a stored one it takes the same time and is wrong, so that a stranger learns nothing about
 * who exists.
 */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const { parameters, salt, key } = parse(stored ?? nobody);
  const derived = await derive(password, salt, parameters, key.length);
  return timingSafeEqual(derived, key) && stored != null;
}

/** Whether a stored hash was made with other parameters than today's. */
export function isOutdated(stored: string): boolean {
  const { parameters, key } = parse(stored);
  return (
    parameters.ln !== cost.ln || parameters.r !== cost.r || parameters.p !== cost.p || key.length !== keyBytes
  );
}

interface Parameters {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

const stored = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{16,})\$([\w+/]{22,})$/;

/** A hash of nobody's password. */
const nobody = `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(keyBytes))}`;

function parse(text: string): { parameters: Parameters; salt: Buffer; key: Buffer } {
  const [, ln, r, p, salt, key] = stored.exec(text) ?? [];
  if (!salt || !key) throw new Error('a stored password hash cannot be read');
  return {
    parameters: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

/** In libuv's threads. One person may type a character composed, another decomposed: both are the same password. */
function derive(password: string, salt: Buffer, { ln, r, p }: Parameters, bytes: number): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 2 ** ln * r * 128 + 32 * 1024 * 1024 };
  return turns.take(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

function tooBusy(): Problem {
  return new Problem({
    type: 'sign-in-busy',
    status: 503,
    title: { zh: '登录繁忙', en: 'Sign-in is busy' },
    detail: {
      zh: '此刻登录请求过多，本次未处理。',
      en: 'Too many people sign in at this moment; this try was not looked at.',
    },
    next: { zh: '请稍候几秒再试。', en: 'Try again in a few seconds.' },
    extra: { retryAfter: 5 },
  });
}
