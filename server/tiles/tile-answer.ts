import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { CachedTile } from './tile-cache.ts';

const VARY = 'Cookie, Authorization, Accept-Encoding';

/**
 * Sends a tile: 304 to who has it, 204 when it is empty, gzipped or not as asked.
 *
 * @param current the address means this content for ever, to this reader
 */
export function sendTile(
  request: IncomingMessage,
  response: ServerResponse,
  { body, etag }: CachedTile,
  current: boolean,
): void {
  const caching = current ? 'private, max-age=31536000, immutable' : 'private, no-cache';
  const { 'if-none-match': known, 'accept-encoding': accepted } = request.headers;
  if (known !== undefined && matches(known, etag)) {
    response.writeHead(304, { 'Cache-Control': caching, ETag: etag, Vary: VARY }).end();
  } else if (body.length === 0) {
    response.writeHead(204, { 'Cache-Control': caching, ETag: etag, Vary: VARY }).end();
  } else if (takesGzip(accepted)) {
    response.writeHead(200, {
      'Content-Type': 'application/vnd.mapbox-vector-tile',
      'Content-Encoding': 'gzip',
      'Content-Length': body.length,
      'Cache-Control': caching,
      ETag: etag,
      Vary: VARY,
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  } else {
    const plain = gunzipSync(body);
    response.writeHead(200, {
      'Content-Type': 'application/vnd.mapbox-vector-tile',
      'Content-Length': plain.length,
      'Cache-Control': caching,
      ETag: etag,
      Vary: VARY,
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : plain);
  }
}

function matches(known: string, etag: string): boolean {
  const bare = etag.slice(2);
  return known.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === bare);
}

/** Whether gzip is accepted (RFC 9110 §12.5.3); without the header a client takes anything, but few then unpack it. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  if (accepted === undefined) return false;
  const text = String(accepted);
  if (text.startsWith('gzip, ') || text === 'gzip') return true;
  const weights = new Map(
    text.split(',').map((each): [string, number] => {
      const [name = '', ...parameters] = each.trim().toLowerCase().split(';');
      const quality = parameters.map((part) => /^\s*q=([\d.]+)\s*$/.exec(part)?.[1]).find(Boolean);
      return [name, quality === undefined ? 1 : Number(quality)];
    }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}

/** Where the client reached us; MapLibre and QGIS want whole addresses. Empty (relative) when the Host header is none. */
export function hostOf(request: IncomingMessage): string {
  const host = request.headers.host ?? '';
  if (!/^[\w.-]+(?::\d{1,5})?$|^\[[\da-fA-F:.]+\](?::\d{1,5})?$/.test(host)) return '';
  const forwarded = String(request.headers['x-forwarded-proto'] ?? '')
    .split(',')[0]
    ?.trim();
  const secure = 'encrypted' in request.socket || forwarded === 'https';
  return `${secure ? 'https' : 'http'}://${host}`;
}
