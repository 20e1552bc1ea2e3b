import type { IncomingMessage } from 'node:http';
import { isSecure } from '#server/access/cookie.ts';
import type { Config } from '#server/config.ts';

/** Where the person's browser reached us, e.g. `https://gengjie.example.cn`: what a link to this server begins with. */
export function siteOf(request: IncomingMessage, trustProxy: number): string {
  const passedOn = trustProxy > 0 ? request.headers['x-forwarded-host'] : undefined;
  const host =
    String(passedOn ?? '')
      .split(',')[0]
      ?.trim() ||
    request.headers.host ||
    'localhost';
  return `${isSecure(request, trustProxy) ? 'https' : 'http'}://${host}`;
}

/** The same for somebody at the machine itself. */
export function localSite({ host }: Pick<Config, 'host'>, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' || host === '::1';
  return `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
