import type { IncomingMessage } from 'node:http';

const cookieName = 'gengjie_session';

/** The session token of a request's cookie. */
export function sessionToken(request: IncomingMessage): string | undefined {
  const header = request.headers.cookie;
  if (!header?.includes(cookieName)) return undefined;
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === cookieName && value) return value;
  }
  return undefined;
}

/** `Set-Cookie` of a session; the empty token takes it away. Scripts cannot read it, other sites cannot send it. */
export function sessionCookie(
  token: string,
  { secure, maxAgeSeconds }: { secure: boolean; maxAgeSeconds: number },
): string {
  return [
    `${cookieName}=${token}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${token === '' ? 0 : maxAgeSeconds}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}

/** Whether the client reached us by https, itself or through a proxy that is trusted. */
export function isSecure(request: IncomingMessage, trustProxy: number): boolean {
  if ('encrypted' in request.socket) return true;
  if (trustProxy === 0) return false;
  return (
    String(request.headers['x-forwarded-proto'] ?? '')
      .split(',')[0]
      ?.trim() === 'https'
  );
}
