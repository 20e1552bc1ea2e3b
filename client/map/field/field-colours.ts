import { type MapColours, mapColours } from '../style/colours.ts';

export type FieldMapTheme = 'light' | 'dark' | 'sun';

/** 阳光: pure white ground, black words, no grey that drowns in daylight. */
const sun: MapColours = {
  ...mapColours.light,
  outside: '#ffffff',
  ground: '#ffffff',
  water: '#8fc4ea',
  road: '#ffffff',
  roadCasing: '#555555',
  label: '#000000',
  halo: '#ffffff',
  hairline: 'rgba(0,0,0,0.7)',
};

export const fieldColours: Record<FieldMapTheme, MapColours> = { ...mapColours, sun };

/** 图斑的样子 on the phone's map: what is to be done with it, and how far its record is on the way to the office. */
export const PATCH_TONES = ['todo', 'soon', 'overdue', 'draft', 'queued', 'failed', 'sent', 'done'] as const;
export type PatchTone = (typeof PATCH_TONES)[number];

/** A colour and a sign for each tone: told apart without colour too. */
export const toneLooks: Record<PatchTone, { readonly color: string; readonly sign: string }> = {
  todo: { color: '#0b57d0', sign: '' },
  soon: { color: '#a85a00', sign: '!' },
  overdue: { color: '#b3261e', sign: '!!' },
  draft: { color: '#5b6470', sign: '✎' },
  queued: { color: '#6a2fb5', sign: '↑' },
  failed: { color: '#b3004b', sign: '×' },
  sent: { color: '#00693e', sign: '✓' },
  done: { color: '#4d5a52', sign: '✓' },
};

/** Its colour on the ground of a theme. */
export function toneColour(tone: PatchTone, theme: FieldMapTheme): string {
  const { color } = toneLooks[tone];
  return theme === 'dark' ? lighter(color) : color;
}

/** 图斑点: pixels at stops of zoom, and what lies around the dot. */
export const DOT = {
  radius: [
    [9, 2.2],
    [12, 4.5],
    [14, 8],
  ],
  stroke: [
    [9, 0.4],
    [12, 1.5],
  ],
  casing: '#ffffff',
  casingDark: '#0b1220',
} as const;

function lighter(color: string): string {
  const mixed = [1, 3, 5].map((at) => Math.round((Number.parseInt(color.slice(at, at + 2), 16) + 255) / 2));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
