import { createHash } from 'node:crypto';

/**
 * 瓦片版本: part of every tile address. It changes with the layer's rows and with what the reader may see of them, so a browser that two
 * people share never shows one the other's tiles from its cache.
 */
export function tileVersion(version: number, scope: string): string {
  return `${version}-${createHash('sha256').update(scope).digest('base64url').slice(0, 8)}`;
}
