import fc from 'fast-check';
import type { Position } from 'geojson';
import { beforeEach, describe, expect, it } from 'vitest';
import { cutHole } from '#core/edits/edit-rings.ts';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import { checkedOutline } from '#core/edits/outline.ts';
import { moveVertex, removeVertex, type Shape, splitEdge } from '../../../client/map/shape/shape.ts';
import { SnapIndex } from '../../../client/map/shape/snap.ts';
import { movedNeighbours, useShape } from '../../../client/state/shape.ts';
import { aPolygonWithHolesAndParts } from '../../support/random-polygons.ts';

const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const own: Shape = [[box(117, 39, 117.001, 39.001)]];
const beside: Shape = [[box(117.001, 39, 117.002, 39.001)]];
const neighbour = { id: 2, versionId: 20, label: '0002', stored: beside, shape: beside };
const state = () => useShape.getState();
const corner = { part: 0, ring: 0, vertex: 2 };

describe('history of an outline', () => {
  beforeEach(() => {
    state().begin(own);
    useShape.setState({ linked: true });
  });

  it('comes back to every state, forwards and backwards, whatever was done', () => {
    const acts = [
      () => state().change(moveVertex(state().shape, corner, [117.0012, 39.0013])),
      () => state().change(splitEdge(state().shape, { part: 0, ring: 0, vertex: 0 })),
      () => state().change(removeVertex(state().shape, corner)),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...acts), { maxLength: 8 }), (chosen) => {
        state().begin(own);
        const states = [state().shape];
        for (const act of chosen) {
          act();
          states.push(state().shape);
        }
        for (const before of states.slice(0, -1).reverse()) {
          state().undo();
          expect(state().shape).toEqual(before);
        }
        state().undo();
        for (const after of states.slice(1)) {
          state().redo();
          expect(state().shape).toEqual(after);
        }
        state().redo();
        expect(state().shape).toEqual(states.at(-1));
      }),
    );
  });

  it('forgets what was undone once something else is done', () => {
    state().change(moveVertex(own, corner, [117.0012, 39.0013]));
    state().undo();
    state().change(moveVertex(own, corner, [117.0014, 39.0013]));
    expect(state().future).toEqual([]);
  });

  it('takes neighbours along, also backwards', () => {
    state().meet([neighbour]);
    state().change(moveVertex(own, corner, [117.0012, 39.001]));
    expect(movedNeighbours(state().neighbours)).toHaveLength(1);
    expect(mergeOutlines([state().shape, state().neighbours[0]!.shape])).toBeInstanceOf(Array);
    state().undo();
    expect(movedNeighbours(state().neighbours)).toEqual([]);
    state().redo();
    expect(movedNeighbours(state().neighbours)).toHaveLength(1);
  });

  it('leaves neighbours where they are when they are not linked', () => {
    state().meet([neighbour]);
    useShape.setState({ linked: false });
    state().change(moveVertex(own, corner, [117.0012, 39.001]));
    expect(movedNeighbours(state().neighbours)).toEqual([]);
  });

  it('keeps a corner that outlines part at, and says so', () => {
    state().meet([neighbour]);
    state().change(removeVertex(own, corner));
    expect(state().shape).toEqual(own);
    expect(state().refused).toBe('corner');
    expect(state().past).toEqual([]);
  });

  it('undoes a hole as one step', () => {
    const result = cutHole(own, box(117.0002, 39.0002, 117.0004, 39.0004));
    if (!('outline' in result)) throw new Error('no hole');
    state().change(result.outline);
    state().undo();
    expect(state().shape).toBe(own);
  });
});

describe('snapping', () => {
  /** One degree is a million pixels: a pixel is 0.1 m. */
  const project = ([x = 0, y = 0]: Position) => ({ x: x * 1e6, y: -y * 1e6 });
  const near = (index: SnapIndex, position: Position, without: Position | null = null) =>
    index.nearest({ project, at: project(position), position, reach: [12e-6, 12e-6], pixels: 12, without });
  const index = new SnapIndex([{ label: '0002', shape: beside }]);

  it('takes a vertex before an edge, to the last digit, and nothing beyond the tolerance', () => {
    const vertex = near(index, [117.001003, 39.000004]);
    expect(vertex).toMatchObject({ kind: 'vertex', label: '0002' });
    expect(vertex!.position).toEqual(beside[0]![0]![0]);
    expect(near(index, [117.001003, 39.0005])).toMatchObject({ kind: 'edge', position: [117.001, 39.0005] });
    expect(near(index, [117.0005, 39.0005])).toBeNull();
  });

  it('does not hold a vertex at the place it is pulled from', () => {
    const from = beside[0]![0]![0]!;
    expect(near(index, [117.001003, 39.000004], from)).toBeNull();
  });

  it('to an edge gives an outline that is accepted, whatever the edge', () => {
    fc.assert(
      fc.property(
        aPolygonWithHolesAndParts(),
        fc.nat(),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        ({ coordinates }, pick, share) => {
          const ring = coordinates[0]![0]!;
          const i = pick % (ring.length - 1);
          const [a, b] = [ring[i]!, ring[i + 1]!];
          const on = [a[0]! + share * (b[0]! - a[0]!), a[1]! + share * (b[1]! - a[1]!)];
          const hit = near(new SnapIndex([{ label: 'x', shape: coordinates }]), on);
          expect(hit).not.toBeNull();
          // A triangle that stands on the edge of the other, drawn to the snapped point.
          const size = Math.max(1e-4, Math.abs(b[0]! - a[0]!));
          const triangle = [hit!.position, [on[0]! + size, on[1]!], [on[0]!, on[1]! + size], hit!.position];
          expect(
            checkedOutline(
              { type: 'Polygon', coordinates: [triangle] },
              { districtBox: [0, 0, 180, 90], vertexLimit: 100 },
            ).coordinates[0]![0]![0],
          ).toEqual(hit!.position);
        },
      ),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
