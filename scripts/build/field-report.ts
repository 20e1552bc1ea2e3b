import { gzipSync } from 'node:zlib';

/** One script of the built field app. */
export interface FieldScript {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Source files in it, as paths. */
  readonly modules: readonly string[];
}

export interface FieldReport {
  /** Gzipped script and text of our own and of small libraries, whenever loaded, in bytes. */
  readonly own: number;
  /** Gzipped MapLibre (its worker too) and React. */
  readonly map: number;
  readonly react: number;
  /** Our own scripts, largest first. */
  readonly parts: readonly { readonly name: string; readonly gzip: number }[];
}

/** Largest gzipped script of the field app beside MapLibre and React, with its texts and everything that loads later. */
export const FIELD_LIMIT = 150 * 1024;

const MAP = /[\\/]node_modules[\\/]maplibre-gl[\\/]/;
const REACT = /[\\/]node_modules[\\/](react|react-dom|scheduler)[\\/]/;

/** 外业端体积: chunks that hold only MapLibre or only React are theirs, everything else is ours. */
export function fieldReport(scripts: readonly FieldScript[]): FieldReport {
  const sums = { own: 0, map: 0, react: 0 };
  const parts: { name: string; gzip: number }[] = [];
  for (const { name, bytes, modules } of scripts) {
    const gzip = gzipSync(bytes, { level: 9 }).length;
    const whose = ownerOf(name, modules);
    sums[whose] += gzip;
    if (whose === 'own') parts.push({ name, gzip });
  }
  return { ...sums, parts: parts.toSorted((a, b) => b.gzip - a.gzip) };
}

function ownerOf(name: string, modules: readonly string[]): 'own' | 'map' | 'react' {
  if (/maplibre-gl-worker/.test(name)) return 'map';
  const real = modules.filter((id) => !id.startsWith('\0'));
  if (real.length === 0) return 'own';
  if (real.every((id) => MAP.test(id))) return 'map';
  return real.every((id) => REACT.test(id)) ? 'react' : 'own';
}
