import type { FeatureCollection, MultiPolygon } from 'geojson';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { type FieldPatch, patchOutlines, patchPoints } from '../../../client/map/field/patch-picture.ts';
import { PatchPictures } from '../../../client/map/field/patch-pictures.ts';

const box = (west: number, south: number, east: number, north: number): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  ],
});

const patch = (id: string, lonLat: [number, number] = [117, 39]): FieldPatch => ({
  id,
  lonLat,
  tone: 'todo',
  label: id,
});

const ids = ({ features }: FeatureCollection) => features.map(({ id, properties }) => [id, properties!.id]);

describe('patches as the phone draws them', () => {
  const outlines = new Map<string, MultiPolygon>([
    ['inside', box(117.01, 39.01, 117.02, 39.02)],
    ['far', box(117.5, 39.01, 117.51, 39.02)],
    ['across', box(116.9, 39.04, 117.2, 39.05)],
    ['around', box(116, 38, 118, 40)],
    [
      'beside and inside',
      {
        type: 'MultiPolygon',
        coordinates: [
          ...box(118, 39, 118.1, 39.1).coordinates,
          ...box(117.03, 39.03, 117.04, 39.04).coordinates,
        ],
      },
    ],
  ]);
  const patches = ['inside', 'far', 'across', 'around', 'unknown', 'beside and inside'].map((id) =>
    patch(id),
  );

  it('gives the map the outlines that reach into a box, under the numbers of their dots', () => {
    const drawn = patchOutlines(patches, outlines, [117, 39, 117.1, 39.1]);
    expect(ids(drawn)).toEqual([
      [0, 'inside'],
      [2, 'across'],
      [3, 'around'],
      [5, 'beside and inside'],
    ]);
    const dots = new Map(patchPoints(patches, [117, 39, 117.1, 39.1]).features.map((dot) => [dot.id, dot]));
    for (const { id, properties } of drawn.features) expect(dots.get(id)!.properties.id).toBe(properties!.id);
  });

  it('gives the map the dots of a box under their numbers in the list', () => {
    const places = [patch('a', [117.05, 39.05]), patch('b', [117.2, 39.05]), patch('c', [117.1, 39.1])];
    expect(ids(patchPoints(places, [117, 39, 117.1, 39.1]))).toEqual([
      [0, 'a'],
      [2, 'c'],
    ]);
  });
});

/** As much of a map as the pictures ask: where it looks and how near. */
class StandInMap {
  _removed = false;
  zoom = 15;
  seen: [number, number, number, number] = [117, 39, 117.02, 39.02];
  getZoom = () => this.zoom;
  getBounds = () => ({
    getWest: () => this.seen[0],
    getSouth: () => this.seen[1],
    getEast: () => this.seen[2],
    getNorth: () => this.seen[3],
  });
}

describe('patches that the map follows', () => {
  const patches = [
    patch('here', [117.01, 39.01]),
    patch('next', [117.03, 39.01]),
    patch('far', [117.3, 39.01]),
  ];
  const outlines = new Map(
    patches.map(({ id, lonLat: [lon, lat] }) => [
      id,
      box(lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001),
    ]),
  );
  function aMap() {
    const map = new StandInMap();
    const put: [string, string[]][] = [];
    const pictures = new PatchPictures(map as unknown as MapLibreMap, (source, features) =>
      put.push([source, features.features.map(({ properties }) => properties!.id)]),
    );
    return { map, put, pictures };
  }

  it('gives it what it shows with a screen around, and nothing new while it moves inside that', async () => {
    const { map, put, pictures } = aMap();
    pictures.show(patches, async () => outlines);
    await new Promise((resolve) => setTimeout(resolve));
    expect(put).toEqual([
      ['points', ['here', 'next']],
      ['outlines', ['here', 'next']],
    ]);
    map.seen = [117.015, 39, 117.035, 39.02];
    pictures.follow();
    expect(put).toHaveLength(2);
    map.seen = [117.28, 39, 117.3, 39.02];
    pictures.follow();
    expect(put.slice(2)).toEqual([
      ['points', ['far']],
      ['outlines', ['far']],
    ]);
  });

  it('asks for outlines only when it is near enough to draw them', async () => {
    const { map, put, pictures } = aMap();
    let asked = 0;
    map.zoom = 9;
    pictures.show(patches, async () => {
      asked += 1;
      return outlines;
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect([asked, put.map(([source]) => source)]).toEqual([0, ['points']]);
    map.zoom = 15;
    pictures.follow();
    await new Promise((resolve) => setTimeout(resolve));
    expect(put.map(([source]) => source)).toEqual(['points', 'outlines']);
  });

  it('shows the outlines of the patches that it was given last', async () => {
    const { put, pictures } = aMap();
    let answer = (_outlines: typeof outlines) => {};
    pictures.show(patches, () => new Promise((resolve) => (answer = resolve)));
    pictures.show([patches[0]!], async () => outlines);
    await new Promise((resolve) => setTimeout(resolve));
    answer(outlines);
    await new Promise((resolve) => setTimeout(resolve));
    expect(put.filter(([source]) => source === 'outlines')).toEqual([['outlines', ['here']]]);
  });
});
