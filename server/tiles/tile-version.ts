import { scopeHash } from './reader.ts';

/**
 * 瓦片版本: part of every tile address. It changes with the layer's rows and with what the reader may see of them, so a browser that two
 * people share never shows one the other's tiles from its cache.
 */
export function tileVersion(version: number, scope: string): string {
  return versionOfScope(version, scopeHash(scope));
}

/** The same of a scope that is hashed already. */
export function versionOfScope(version: number, hash: string): string {
  return `${version}-${hash.slice(0, 8)}`;
}

/** Whether a version in a tile address was given to a reader of this scope, whatever the layer's version was then. */
export function isOfScope(version: string | undefined, hash: string): boolean {
  return version?.endsWith(`-${hash.slice(0, 8)}`) ?? false;
}
