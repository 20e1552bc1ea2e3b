import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { MapColours } from './colours.ts';
import { patternName } from './patterns.ts';

/** 经纬网, above the layers and below the names. */
export function graticuleLayers(colours: MapColours): LayerSpecification[] {
  const label = { type: 'symbol', source: 'graticule' } as const;
  const text: ExpressionSpecification = ['get', 'text'];
  const layout = { 'text-field': text, 'text-size': 10.5, 'text-allow-overlap': true };
  const paint = {
    'text-color': colours.graticuleLabel,
    'text-halo-color': colours.halo,
    'text-halo-width': 1.4,
  };
  return [
    {
      id: 'graticule/line',
      type: 'line',
      source: 'graticule',
      filter: ['==', ['get', 'kind'], 'line'],
      paint: { 'line-color': colours.graticule, 'line-width': 1, 'line-dasharray': [4, 3] },
    },
    {
      ...label,
      id: 'graticule/lng',
      filter: ['==', ['get', 'kind'], 'lng'],
      layout: { ...layout, 'text-anchor': 'bottom' },
      paint,
    },
    {
      ...label,
      id: 'graticule/lat',
      filter: ['==', ['get', 'kind'], 'lat'],
      layout: { ...layout, 'text-anchor': 'left', 'text-offset': [0.4, 0] },
      paint,
    },
  ];
}

/** 区划注记: one point a region, from the workspace, so that a name is never repeated in every tile. */
export function regionLabelLayers(colours: MapColours): LayerSpecification[] {
  return [
    {
      id: 'region-labels/village',
      type: 'symbol',
      source: 'region-labels',
      filter: ['==', ['get', 'level'], 'village'],
      minzoom: 12.2,
      layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-max-width': 8, 'text-padding': 4 },
      paint: { 'text-color': colours.label, 'text-halo-color': colours.halo, 'text-halo-width': 1.8 },
    },
    {
      id: 'region-labels/town',
      type: 'symbol',
      source: 'region-labels',
      filter: ['!=', ['get', 'level'], 'village'],
      maxzoom: 12.4,
      layout: { 'text-field': ['get', 'name'], 'text-size': 15, 'text-letter-spacing': 0.15 },
      paint: { 'text-color': colours.label, 'text-halo-color': colours.halo, 'text-halo-width': 2 },
    },
  ];
}

/** 点亮, 临时图示, 选中: what stands above everything; each has a casing, so it reads on any ground. */
export function overlayLayers(colours: MapColours): LayerSpecification[] {
  const picture = { source: 'picture' } as const;
  const colour = byRole(
    {
      warning: '#e07b00',
      reference: '#7a7a7a',
      before: colours.before,
      theirs: colours.theirs,
      gained: colours.gained,
      lost: colours.lost,
    },
    colours.selection,
  ) as unknown as string;
  const polygon: ['==', ['geometry-type'], 'Polygon'] = ['==', ['geometry-type'], 'Polygon'];
  return [
    {
      ...picture,
      id: 'picture/fill',
      type: 'fill',
      filter: polygon,
      paint: {
        'fill-color': colour,
        'fill-opacity': byRole({ before: 0, after: 0, theirs: 0, gained: 0.2, lost: 0.2 }, 0.22),
      },
    },
    ...hatchings(colours),
    ...pictureLines(colours, colour),
    {
      ...picture,
      id: 'picture/point',
      type: 'circle',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': colour,
        // A vertex under edit has a handle of its own in the middle.
        'circle-radius': byRole({ after: 11 }, 5),
        'circle-stroke-color': colours.selectionCasing,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'selection/fill',
      type: 'fill',
      source: 'selection',
      paint: { 'fill-color': colours.selection, 'fill-opacity': 0.06 },
    },
    {
      id: 'selection/casing',
      type: 'line',
      source: 'selection',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.selectionCasing, 'line-width': ringWidth(4, 6.5) },
    },
    {
      id: 'selection/line',
      type: 'line',
      source: 'selection',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.selection, 'line-width': ringWidth(2, 3.2) },
    },
  ];
}

type Role = 'preview' | 'warning' | 'reference' | 'before' | 'after' | 'theirs' | 'gained' | 'lost';

/** A value for each role of a picture's features; roles not named take `otherwise`. */
function byRole<T extends string | number>(
  values: { readonly [role in Role]?: T },
  otherwise: T,
): ExpressionSpecification {
  const cases = Object.entries(values).flat();
  return [
    'match',
    ['coalesce', ['get', 'role'], 'preview'],
    ...cases,
    otherwise,
  ] as unknown as ExpressionSpecification;
}

function ofRoles(...roles: readonly Role[]): ExpressionSpecification {
  return ['in', ['coalesce', ['get', 'role'], 'preview'], ['literal', roles]];
}

/** What an outline gained is hatched, what it lost is cross-hatched: told apart without colour. */
function hatchings(colours: MapColours): LayerSpecification[] {
  const patterns = { gained: 'hatch', lost: 'cross' } as const;
  return (['gained', 'lost'] as const).map((role) => ({
    source: 'picture',
    id: `picture/${role}`,
    type: 'fill' as const,
    filter: ofRoles(role),
    paint: { 'fill-pattern': patternName(patterns[role], colours[role]) },
  }));
}

/** Each kind of outline has a line of its own: solid, dashed (what was), dash and dot (somebody else's). */
function pictureLines(colours: MapColours, colour: string): LayerSpecification[] {
  const dashes = { before: [3, 2], theirs: [4, 1.6, 0.6, 1.6] } as const;
  const line = (id: string, roles: readonly Role[], dash?: readonly number[]): LayerSpecification => ({
    source: 'picture',
    id: `picture/${id}`,
    type: 'line',
    filter: ofRoles(...roles),
    paint: {
      'line-color': colour,
      'line-width': byRole({ before: 2.6, after: 2.8, theirs: 3.2, gained: 1, lost: 1 }, 2),
      ...(dash ? { 'line-dasharray': [...dash] } : {}),
    },
  });
  return [
    {
      source: 'picture',
      id: 'picture/casing',
      type: 'line',
      filter: ofRoles('before', 'after', 'theirs'),
      layout: { 'line-join': 'round' },
      paint: { 'line-color': colours.selectionCasing, 'line-width': 5, 'line-opacity': 0.8 },
    },
    line('line', ['preview', 'warning', 'gained', 'lost', 'after']),
    line('dashed', ['reference', 'before'], dashes.before),
    line('dash-dot', ['theirs'], dashes.theirs),
  ];
}

function ringWidth(far: number, near: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 12, far, 16, near];
}
