import type { ExpressionSpecification, GeoJSONSourceSpecification, LayerSpecification } from 'maplibre-gl';
import { patternName } from '../style/patterns.ts';
import {
  DOT,
  type FieldMapTheme,
  fieldColours,
  PATCH_TONES,
  toneColour,
  toneLooks,
} from './field-colours.ts';

const nothing = { type: 'FeatureCollection' as const, features: [] };
const empty = { type: 'geojson' as const, data: nothing };

/** 本机图层: sources whose content this phone makes; set by the handle, never by the style. */
export const ownSources = {
  coverage: empty,
  fence: empty,
  outlines: { ...empty, maxzoom: 16, tolerance: 0.5, buffer: 32 },
  points: { ...empty, maxzoom: 14, buffer: 16 },
  ghosts: empty,
  track: empty,
  wedges: empty,
  sketch: empty,
  target: empty,
  position: empty,
} satisfies Record<string, GeoJSONSourceSpecification>;

export type OwnSource = keyof typeof ownSources;

/** From this zoom a patch is its outline; farther out it is a dot. */
export const OUTLINE_ZOOM = 13;

const tone = (read: (name: (typeof PATCH_TONES)[number]) => string) =>
  [
    'match',
    ['get', 'tone'],
    ...PATCH_TONES.slice(1).flatMap((name) => [name, read(name)]),
    read('todo'),
  ] as unknown as ExpressionSpecification;

const role = (name: string): ExpressionSpecification => ['==', ['get', 'role'], name];
const chosen: ExpressionSpecification = ['boolean', ['feature-state', 'chosen'], false];

/** Layers of the phone's own, bottom to top: each has a casing, so it reads on any ground and in the sun. */
export function ownLayers(theme: FieldMapTheme): LayerSpecification[] {
  const dark = theme === 'dark';
  const casing = dark ? DOT.casingDark : DOT.casing;
  const ink = dark ? '#ffffff' : '#000000';
  const strong = theme === 'sun' ? 1.4 : 1;
  const colour = tone((name) => toneColour(name, theme));
  const blue = dark ? '#8ab4f8' : '#0b57d0';
  const { halo } = fieldColours[theme];
  return [
    {
      id: 'coverage/hatch',
      type: 'fill',
      source: 'coverage',
      paint: {
        'fill-pattern': patternName('back-hatch', dark ? '#9fb0a6' : '#46574d'),
        // From afar it shows what is on the phone; close by it would stand in the way.
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 11, 0.3, 14, 0.12, 15, 0],
      },
    },
    {
      id: 'coverage/line',
      type: 'line',
      source: 'coverage',
      paint: { 'line-color': dark ? '#9fb0a6' : '#46574d', 'line-width': 2, 'line-dasharray': [3, 2] },
    },
    {
      id: 'fence/fill',
      type: 'fill',
      source: 'fence',
      paint: { 'fill-pattern': patternName('cross', dark ? '#ff8f87' : '#b3261e'), 'fill-opacity': 0.5 },
    },
    line('fence/line', 'fence', dark ? '#ff8f87' : '#b3261e', 3 * strong),
    {
      id: 'outlines/fill',
      type: 'fill',
      source: 'outlines',
      minzoom: OUTLINE_ZOOM,
      paint: { 'fill-color': colour, 'fill-opacity': ['case', chosen, 0.34, 0.16] },
    },
    {
      ...line('outlines/casing', 'outlines', casing, 5 * strong),
      minzoom: OUTLINE_ZOOM,
    } as LayerSpecification,
    {
      id: 'outlines/line',
      type: 'line',
      source: 'outlines',
      minzoom: OUTLINE_ZOOM,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': ['case', chosen, 5, 2.6 * strong] },
    },
    line('ghosts/casing', 'ghosts', casing, 5),
    line('ghosts/line', 'ghosts', dark ? '#ffb26b' : '#b34700', 3, [4, 1.6, 0.6, 1.6]),
    line('track/casing', 'track', casing, 6),
    line('track/line', 'track', dark ? '#6fe0aa' : '#00693e', 3.4),
    {
      id: 'wedges/fill',
      type: 'fill',
      source: 'wedges',
      paint: { 'fill-color': '#f4b400', 'fill-opacity': 0.35 },
    },
    line('wedges/line', 'wedges', dark ? '#ffd666' : '#7a5500', 1.6 * strong),
    ...sketchLayers(blue, casing, ink),
    {
      id: 'points/dot',
      type: 'circle',
      source: 'points',
      paint: {
        'circle-color': colour,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], ...DOT.radius.flat()],
        'circle-stroke-color': casing,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], ...DOT.stroke.flat()],
      },
    },
    {
      id: 'points/label',
      type: 'symbol',
      source: 'points',
      minzoom: OUTLINE_ZOOM,
      layout: {
        'text-field': ['concat', tone((name) => `${toneLooks[name].sign} `), ['get', 'label']],
        'text-size': 13,
        'text-max-width': 9,
        'text-padding': 4,
        // Beside the dot, which stays: not every patch has its outline on the phone.
        'text-anchor': 'top',
        'text-offset': [0, 0.75],
      },
      paint: { 'text-color': colour, 'text-halo-color': casing, 'text-halo-width': 2 },
    },
    ...targetLayers(dark, halo),
    ...positionLayers(blue, casing),
  ];
}

function line(
  id: string,
  source: OwnSource,
  color: string,
  width: number,
  dash?: readonly number[],
): LayerSpecification {
  return {
    id,
    type: 'line',
    source,
    layout: { 'line-join': 'round', 'line-cap': dash ? 'butt' : 'round' },
    paint: { 'line-color': color, 'line-width': width, ...(dash ? { 'line-dasharray': [...dash] } : {}) },
  };
}

/** 勾绘: fill, lines, corners; the corner that is worked on is larger. */
function sketchLayers(blue: string, casing: string, ink: string): LayerSpecification[] {
  return [
    {
      id: 'sketch/fill',
      type: 'fill',
      source: 'sketch',
      filter: role('ring'),
      paint: { 'fill-color': blue, 'fill-opacity': 0.2 },
    },
    line('sketch/casing', 'sketch', casing, 6.5),
    line('sketch/line', 'sketch', blue, 3.4),
    {
      id: 'sketch/corner',
      type: 'circle',
      source: 'sketch',
      filter: ['in', ['get', 'role'], ['literal', ['corner', 'active']]],
      paint: {
        'circle-color': ['case', role('active'), ink, blue],
        'circle-radius': ['case', role('active'), 10, 6.5],
        'circle-stroke-color': casing,
        'circle-stroke-width': 2.5,
      },
    },
  ];
}

/** 走过去: the line to the chosen patch with distance and bearing in its middle. */
function targetLayers(dark: boolean, halo: string): LayerSpecification[] {
  const color = dark ? '#ff9ad0' : '#b0006a';
  return [
    line('target/casing', 'target', dark ? '#0b1220' : '#ffffff', 7),
    line('target/line', 'target', color, 4, [2, 1]),
    {
      id: 'target/flag',
      type: 'circle',
      source: 'target',
      filter: role('target'),
      paint: {
        'circle-color': color,
        'circle-radius': 8,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'target/label',
      type: 'symbol',
      source: 'target',
      filter: role('label'),
      layout: {
        'text-field': ['get', 'text'],
        'text-size': 17,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
        'text-offset': [0, -1.2],
      },
      paint: { 'text-color': color, 'text-halo-color': halo, 'text-halo-width': 2.5 },
    },
  ];
}

/** 位置: circle of accuracy, cone of heading, dot. */
function positionLayers(blue: string, casing: string): LayerSpecification[] {
  return [
    {
      id: 'position/accuracy',
      type: 'fill',
      source: 'position',
      filter: role('accuracy'),
      paint: { 'fill-color': blue, 'fill-opacity': 0.14, 'fill-outline-color': blue },
    },
    {
      id: 'position/heading',
      type: 'symbol',
      source: 'position',
      filter: role('heading'),
      layout: {
        'icon-image': 'heading',
        'icon-rotate': ['get', 'degrees'],
        'icon-rotation-alignment': 'map',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    {
      id: 'position/dot',
      type: 'circle',
      source: 'position',
      filter: role('dot'),
      paint: {
        'circle-color': ['case', ['get', 'poor'], '#8a5200', blue],
        'circle-radius': 8.5,
        'circle-stroke-color': casing,
        'circle-stroke-width': 3,
      },
    },
  ];
}

/** Halfway to white: the tones on a dark ground. */
