import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { mapColours } from '../style/colours.ts';
import { crewColours } from './crew-colours.ts';

export const WORK_SOURCE = 'patch-work';

/**
 * 图斑作业图层, above every layer of the catalogue. A feature's property `kind` chooses its look: `now` (the outline as it stands, solid), `before` (dashed),
 * `ghost` (a side of a conflict, dash and dot, with its letter), `lit` (pointed at in a list), `wedge` and `photo` (numbered), `round` and `stop` (numbered, in
 * the colour `colour` 0–7 of its crew), `piece` (a part to be, in a colour of that row), `fault` (ground that parts leave out or share), `dot` (a patch in the list), `lasso`.
 */
export function workLayers(theme: 'light' | 'dark'): LayerSpecification[] {
  const colours = mapColours[theme];
  const source = WORK_SOURCE;
  const kind = (...kinds: string[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]];
  const line = (
    id: string,
    kinds: string[],
    color: string | ExpressionSpecification,
    width: number,
    dash?: number[],
  ): LayerSpecification => ({
    id: `patch-work/${id}`,
    type: 'line',
    source,
    filter: kind(...kinds),
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': color as string,
      'line-width': width,
      ...(dash ? { 'line-dasharray': dash } : {}),
    },
  });
  const words = (id: string, kinds: string[], color: string): LayerSpecification => ({
    id: `patch-work/${id}`,
    type: 'symbol',
    source,
    filter: kind(...kinds),
    layout: {
      'text-field': ['get', 'text'],
      'text-size': 12,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': color, 'text-halo-width': 0 },
  });
  const crew = [
    'match',
    ['coalesce', ['get', 'colour'], 0],
    ...crewColours.flatMap((colour, index) => [index, colour[theme]]),
    crewColours[0]![theme],
  ] as unknown as ExpressionSpecification;
  const ink = theme === 'light' ? '#ffffff' : '#101513';
  return [
    {
      id: 'patch-work/fill',
      type: 'fill',
      source,
      filter: kind('now', 'lit', 'lasso'),
      paint: { 'fill-color': colours.selection, 'fill-opacity': 0.12 },
    },
    {
      id: 'patch-work/wedge',
      type: 'fill',
      source,
      filter: kind('wedge'),
      paint: { 'fill-color': colours.lit, 'fill-opacity': ['case', ['==', ['get', 'on'], true], 0.4, 0.18] },
    },
    line('wedge-line', ['wedge'], colours.lit, 1.2),
    {
      id: 'patch-work/piece',
      type: 'fill',
      source,
      filter: kind('piece'),
      paint: { 'fill-color': crew, 'fill-opacity': 0.3 },
    },
    {
      id: 'patch-work/fault',
      type: 'fill',
      source,
      filter: kind('fault'),
      paint: { 'fill-color': colours.theirs, 'fill-opacity': 0.55 },
    },
    line('casing', ['now', 'before', 'ghost', 'lit', 'round', 'piece', 'fault'], colours.selectionCasing, 6),
    line('now', ['now', 'lit'], colours.selection, 3),
    line('before', ['before'], colours.before, 2.6, [3, 2]),
    line('ghost', ['ghost'], colours.theirs, 3.2, [4, 1.6, 0.6, 1.6]),
    line('lasso', ['lasso'], colours.selection, 2, [2, 1.5]),
    line('round', ['round', 'piece'], crew, 3),
    line('fault-line', ['fault'], colours.theirs, 3.2, [2, 1]),
    {
      id: 'patch-work/dot',
      type: 'circle',
      source,
      filter: kind('dot', 'chosen'),
      paint: {
        'circle-color': [
          'case',
          ['==', ['get', 'kind'], 'chosen'],
          colours.selection,
          colours.selectionCasing,
        ],
        'circle-radius': 5,
        'circle-stroke-color': colours.selection,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'patch-work/stop',
      type: 'circle',
      source,
      filter: kind('stop'),
      paint: {
        'circle-color': crew,
        'circle-radius': 11,
        'circle-stroke-color': colours.selectionCasing,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'patch-work/photo',
      type: 'circle',
      source,
      filter: kind('photo'),
      paint: {
        'circle-color': colours.lit,
        'circle-radius': ['case', ['==', ['get', 'on'], true], 12, 9],
        'circle-stroke-color': colours.selectionCasing,
        'circle-stroke-width': 2,
      },
    },
    words('numbers', ['stop', 'photo'], ink),
    {
      id: 'patch-work/letters',
      type: 'symbol',
      source,
      filter: kind('letter'),
      layout: {
        'text-field': ['get', 'text'],
        'text-size': 15,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': colours.theirs, 'text-halo-color': colours.halo, 'text-halo-width': 2 },
    },
  ];
}
