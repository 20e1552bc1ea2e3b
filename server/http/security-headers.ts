import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Config } from '#server/config.ts';
import { tiandituHosts } from '#server/tianditu.ts';

/**
 * 安全响应头, on every answer. Nothing is loaded from another host; 天地图, where the office configured it, is the one exception it
 * asked for. Tiles, of which there are thousands and which no page opens, carry only what matters for bytes.
 */
export function securityHeaders({
  tiandituKey,
}: Pick<Config, 'tiandituKey'>): (request: IncomingMessage, response: ServerResponse) => void {
  const tianditu = tiandituKey ? tiandituHosts : [];
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:', ...tianditu],
        'connect-src': ["'self'", ...tianditu],
        'worker-src': ["'self'"],
        'style-src': ["'self'"],
        'style-src-attr': ["'unsafe-inline'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'"],
      },
    },
    // The office may serve plain http inside its network; TLS and HSTS belong to the proxy before it.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
  return (request, response) => {
    if (request.url?.startsWith('/tiles/')) {
      response.setHeader('X-Content-Type-Options', 'nosniff');
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
      return;
    }
    set(request, response, () => undefined);
    response.setHeader('Permissions-Policy', permissions);
  };
}

/** Field work takes photographs, finds its place and which way it looks; nothing else of a device is asked for. */
const permissions = [
  ...['accelerometer', 'camera', 'geolocation', 'gyroscope', 'magnetometer'].map(
    (feature) => `${feature}=(self)`,
  ),
  ...[
    'autoplay',
    'bluetooth',
    'browsing-topics',
    'display-capture',
    'encrypted-media',
    'hid',
    'idle-detection',
    'microphone',
    'midi',
    'payment',
    'publickey-credentials-get',
    'serial',
    'usb',
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
].join(', ');
