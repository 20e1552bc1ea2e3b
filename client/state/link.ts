import { layerById } from '#core/catalog/index.ts';
import type { LayerId } from '#core/catalog/types.ts';

/** 要素引用: a feature by layer and integer id. */
export interface FeatureRef {
  readonly layer: LayerId;
  readonly id: number;
}

/** 链接即状态: what a link says about the screen; the camera is MapLibre's part of the hash (`#map=zoom/lat/lng`). */
export interface Link {
  readonly layers?: readonly { readonly id: LayerId; readonly opacity: number }[];
  readonly selected?: FeatureRef;
  readonly unit?: 'ha' | 'mu';
  readonly language?: 'zh' | 'en';
  readonly theme?: 'light' | 'dark' | 'system';
  readonly panel?: string;
  /** 情景 that the what-if panel opens with. */
  readonly scenario?: string;
  readonly region?: string;
  /** 时点: a day or an instant, on the ground and as known. */
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly hasCamera: boolean;
}

/** Reads a query string and hash; what it does not understand is left out. */
export function parseLink(search: string, hash: string): Link {
  const query = new URLSearchParams(search);
  const layers = query.get('layers');
  const selected = parseRef(query.get('sel'));
  const panel = query.get('panel');
  const scenario = query.get('scenario');
  const region = query.get('region');
  const unit = oneOf(query.get('unit'), ['ha', 'mu']);
  const language = oneOf(query.get('lang'), ['zh', 'en']);
  const asOf = parseMoment(query.get('asOf'));
  const knownAt = parseMoment(query.get('knownAt'));
  const theme = oneOf(query.get('theme'), ['light', 'dark', 'system']);
  return {
    ...(layers === null ? {} : { layers: layers.split(',').flatMap(parseLayer) }),
    ...(selected ? { selected } : {}),
    ...(unit ? { unit } : {}),
    ...(language ? { language } : {}),
    ...(theme ? { theme } : {}),
    ...(panel && /^[a-z-]{1,40}$/.test(panel) ? { panel } : {}),
    ...(scenario && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(scenario) ? { scenario } : {}),
    ...(region && /^\d{6,12}$/.test(region) ? { region } : {}),
    ...(asOf ? { asOf } : {}),
    ...(knownAt ? { knownAt } : {}),
    hasCamera: /(^#|&)map=[-\d.]+\/[-\d.]+\/[-\d.]+/.test(hash),
  };
}

/** The query string of a state, without `?`; empty when nothing differs from the opening view. */
export function formatLink(state: Omit<Link, 'hasCamera'>): string {
  const parts: string[] = [];
  if (state.layers) {
    parts.push(
      `layers=${state.layers.map(({ id, opacity }) => (opacity === 1 ? id : `${id}:${opacity}`)).join(',')}`,
    );
  }
  if (state.selected) parts.push(`sel=${state.selected.layer}/${state.selected.id}`);
  if (state.unit) parts.push(`unit=${state.unit}`);
  if (state.language) parts.push(`lang=${state.language}`);
  if (state.theme) parts.push(`theme=${state.theme}`);
  if (state.panel) parts.push(`panel=${state.panel}`);
  if (state.scenario) parts.push(`scenario=${state.scenario}`);
  if (state.region) parts.push(`region=${state.region}`);
  if (state.asOf) parts.push(`asOf=${encodeURIComponent(state.asOf)}`);
  if (state.knownAt) parts.push(`knownAt=${encodeURIComponent(state.knownAt)}`);
  return parts.join('&');
}

function parseLayer(text: string): { id: LayerId; opacity: number }[] {
  const [name = '', share = '1'] = text.split(':');
  const layer = layerById(name);
  const opacity = Number(share);
  if (!layer || !Number.isFinite(opacity)) return [];
  return [{ id: layer.id, opacity: Math.min(1, Math.max(0, opacity)) }];
}

function parseRef(text: string | null): FeatureRef | undefined {
  const match = /^(\w+)\/(\d{1,15})$/.exec(text ?? '');
  const layer = match ? layerById(match[1]!) : undefined;
  return layer ? { layer: layer.id, id: Number(match![2]) } : undefined;
}

/** As `momentSchema` of the contract takes it. */
function parseMoment(text: string | null): string | undefined {
  const shaped = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(
    text ?? '',
  );
  return shaped && !Number.isNaN(Date.parse(text!)) ? text! : undefined;
}

function oneOf<const T extends string>(value: string | null, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value);
}

/** What this page was opened with. */
export const link: Link =
  typeof location === 'undefined' ? { hasCamera: false } : parseLink(location.search, location.hash);
