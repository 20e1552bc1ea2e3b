import { Secret, TOTP } from 'otpauth';
import { signInAs } from './sign-in-as.ts';

/** Who asks the server beside any page, with a session of their own. */
export interface Asker {
  ask<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

/** 示例人物 at the server, without a screen. */
export async function askerAs(origin: string, username: string): Promise<Asker> {
  return askerWith(origin, await signInAs(origin, username));
}

function askerWith(origin: string, cookie: string): Asker {
  return {
    async ask(method, path, body) {
      const response = await fetch(origin + path, {
        method,
        headers: { cookie, origin, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return await response.json();
    },
  };
}

/** Somebody real, with a password of their own. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

/** 新账户, as an office makes it: the system administrator adds, the person activates, the security administrator grants. */
export async function anAccount(
  origin: string,
  username: string,
  grants: readonly { role: string; regionCode?: string }[] = [],
): Promise<Account> {
  const [system, security] = await Promise.all([
    askerAs(origin, 'demo-system'),
    askerAs(origin, 'demo-security'),
  ]);
  const { person, link } = await system.ask<{ person: { id: string }; link: string }>('POST', '/api/people', {
    username,
    name: `测试 ${username}`,
  });
  const password = 'Meadow+Lake.2026';
  const response = await fetch(`${origin}/api/session/activation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: new URL(link).hash.replace('#activate=', ''), password }),
  });
  if (!response.ok) throw new Error(`activation of ${username}: ${await response.text()}`);
  for (const grant of grants) await security.ask('POST', `/api/people/${person.id}/grants`, grant);
  return { id: person.id, username, password };
}

/** What an authenticator shows, `steps` half minutes from now. */
export function codeOf(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}
