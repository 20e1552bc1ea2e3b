import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { addPart, cutHole, removeRing } from '#core/edits/edit-rings.ts';
import { mergeOutlines } from '#core/edits/merge-outlines.ts';
import type { Outline } from '#core/edits/node-edges.ts';
import { followChange, type VertexChange, vertexChange } from '#core/edits/shared-edges.ts';

const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const unit = 0.001;
const cell = (x: number, y: number, width = 1): Outline => [
  [box(117 + x * unit, 39 + y * unit, 117 + (x + width) * unit, 39 + (y + 1) * unit)],
];
/** Four around a corner; and one as wide as two, whose edge passes a corner of both. */
const quarter: Outline[] = [cell(0, 0), cell(1, 0), cell(0, 1), cell(1, 1), cell(0, 2, 2)];
const corner: Position = [quarter[0]![0]![0]![2]![0]!, quarter[0]![0]![0]![2]![1]!];

describe('shared edges', () => {
  it('moves a corner in every outline that has it, without gap or overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }), (dx, dy) => {
        const to = [corner[0]! + (dx * unit) / 1000, corner[1]! + (dy * unit) / 1000];
        const after = followChange(quarter, { kind: 'move', from: corner, to })!;
        expect(after.filter((outline, i) => outline !== quarter[i])).toHaveLength(4);
        // They still fill the same ground: the union has the four corners and nothing inside.
        const merged = mergeOutlines(after) as Position[][][];
        expect(merged.map((rings) => rings.length)).toEqual([1]);
      }),
    );
  });

  it('sets a corner into the edge of a neighbour that passes it, before it moves', () => {
    const top: Position = [corner[0]!, corner[1]! + unit];
    const found = quarter[2]![0]![0]!.find(
      (point) => Math.abs(point[1]! - top[1]!) < 1e-9 && Math.abs(point[0]! - top[0]!) < 1e-9,
    )!;
    const to = [found[0]!, found[1]! + unit / 4];
    const after = followChange(quarter, { kind: 'move', from: found, to })!;
    expect(after[4]![0]![0]).toHaveLength(6);
    expect((mergeOutlines(after) as Position[][][]).map((rings) => rings.length)).toEqual([1]);
  });

  it('bends the edge of a neighbour along with a vertex that is pulled out of it', () => {
    const [own, right] = [quarter[0]!, quarter[1]!];
    const ring = own[0]![0]!;
    const to = [ring[1]![0]! + unit / 5, (ring[1]![1]! + ring[2]![1]!) / 2];
    const changed: Outline = [[[...ring.slice(0, 2), to, ...ring.slice(2)]]];
    const change = vertexChange(own, changed)!;
    expect(change.kind).toBe('insert');
    const after = followChange([own, right], change)!;
    expect(after[0]).toEqual(changed);
    expect(after[1]![0]![0]).toContainEqual(to);
  });

  it('takes a vertex out of both sides of an edge, but not a corner of three', () => {
    const [own, right] = [quarter[0]!, quarter[1]!];
    const ring = own[0]![0]!;
    const bend = [ring[1]![0]! + unit / 5, ring[1]![1]! + unit / 2];
    const bent = followChange([own, right], { kind: 'insert', after: ring[1]!, before: ring[2]!, to: bend })!;
    const straight = followChange(bent, { kind: 'remove', at: bend })!;
    expect(straight).toEqual([own, right]);
    expect(followChange(quarter, { kind: 'remove', at: corner })).toBeNull();
  });

  it('tells which vertex a hand changed, also the first and the last', () => {
    const own = quarter[0]!;
    const open = own[0]![0]!.slice(0, -1);
    const closed = (points: Position[]): Outline => [[[...points, points[0]!]]];
    const cases: VertexChange['kind'][] = [];
    open.forEach((point, i) => {
      const to = [point[0]! + 1e-5, point[1]! + 1e-5];
      expect(vertexChange(own, closed(open.with(i, to)))).toEqual({ kind: 'move', from: point, to });
      expect(vertexChange(own, closed(open.toSpliced(i, 1)))).toEqual({ kind: 'remove', at: point });
      cases.push(vertexChange(own, closed(open.toSpliced(i + 1, 0, to)))!.kind);
    });
    expect(cases).toEqual(['insert', 'insert', 'insert', 'insert']);
    expect(vertexChange(own, own)).toBeNull();
    expect(vertexChange(own, quarter[3]!)).toBeNull();
  });
});

describe('rings of an outline', () => {
  const square: Outline = [[box(0, 0, 10, 10)]];
  it('cuts a hole and fills it, adds a part and removes it: what it was before', () => {
    const holed = cutHole(square, box(2, 2, 4, 4));
    if (!('outline' in holed)) throw new Error('no hole');
    expect(holed.outline[0]).toHaveLength(2);
    expect(removeRing(holed.outline, holed.at)).toEqual(square);
    const island = addPart(holed.outline, box(2.5, 2.5, 3, 3).reverse());
    if (!('outline' in island)) throw new Error('no part');
    expect(island.outline).toHaveLength(2);
    expect(removeRing(island.outline, island.at)).toEqual(holed.outline);
    expect(removeRing(square, { part: 0, ring: 0 })).toBe(square);
  });

  it('says where a hole leaves its part, and where a part overlaps another', () => {
    for (const [result, code] of [
      [cutHole(square, box(8, 8, 12, 12)), 'geometry.rings.crossing'],
      [cutHole(square, box(20, 20, 22, 22)), 'geometry.hole.outside-shell'],
      [addPart(square, box(5, 5, 15, 8)), 'geometry.rings.crossing'],
      [addPart(square, box(1, 1, 2, 2)), 'geometry.shell.nested'],
    ] as const) {
      if (!('findings' in result)) throw new Error(code);
      expect(result.findings[0]).toMatchObject({ code });
      expect(result.findings[0]!.lonLat).toHaveLength(2);
    }
  });
});
