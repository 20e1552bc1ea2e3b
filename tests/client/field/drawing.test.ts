import { describe, expect, it } from 'vitest';
import { drawnOutline } from '#core/field/outline-drawing.ts';
import { geodesicDistance } from '#core/geometry/geodesic.ts';
import { geodesicArea } from '#core/geometry/geodesic-area.ts';
import type { LonLat } from '#core/geometry/lon-lat.ts';
import { crossingOf } from '../../../client/field/draw/crossing.ts';
import { metersPerPixel, snap } from '../../../client/field/draw/snap.ts';
import {
  addPoint,
  circleWork,
  closeWork,
  cornerAt,
  cornerCount,
  type DrawWork,
  deletePoint,
  keptWork,
  movePoint,
  pickPoint,
  startWork,
  stepPoint,
} from '../../../client/field/draw/work.ts';

const A: LonLat = [117.1, 39.1];
const B: LonLat = [117.101, 39.1];
const C: LonLat = [117.101, 39.101];
const D: LonLat = [117.1, 39.101];

const drawn = (corners: readonly LonLat[]): DrawWork => corners.reduce(addPoint, startWork());

describe('drawing with the cross', () => {
  it('closes an outline of three corners and not of two', () => {
    expect(closeWork(drawn([A, B])).closed).toBe(false);
    expect(closeWork(drawn([A, B, C])).closed).toBe(true);
  });

  it('takes a corner set twice on one place once', () => {
    expect(cornerCount(drawn([A, B, B, C]).drawing)).toBe(3);
  });

  it('goes round all corners and back', () => {
    const closed = closeWork(drawn([A, B, C]));
    const round = stepPoint(stepPoint(stepPoint(stepPoint(closed, 1), 1), 1), 1);
    expect(cornerAt(round.drawing, round.active)).toEqual(A);
    expect(cornerAt(closed.drawing, stepPoint(closed, -1).active)).toEqual(C);
  });

  it('moves, inserts behind and deletes the chosen corner', () => {
    const chosen = pickPoint(closeWork(drawn([A, B, C])), [117.10101, 39.1], 5);
    expect(cornerAt(chosen.drawing, chosen.active)).toEqual(B);
    const inserted = addPoint(chosen, D);
    expect(inserted.drawing.parts[0]![0]).toEqual([A, B, D, C]);
    const moved = movePoint(inserted, [117.102, 39.1]);
    expect(moved.drawing.parts[0]![0]![2]).toEqual([117.102, 39.1]);
    expect(deletePoint(moved).drawing.parts[0]![0]).toEqual([A, B, C]);
  });

  it('keeps three corners of a closed outline', () => {
    const chosen = stepPoint(closeWork(drawn([A, B, C])), 1);
    expect(deletePoint(chosen)).toBe(chosen);
  });

  it('chooses no corner out of reach', () => {
    expect(pickPoint(closeWork(drawn([A, B, C])), D, 20).active).toBeNull();
  });

  it('keeps in a draft what was drawn, not the steps', () => {
    const kept = keptWork(drawn([A, B, C]));
    expect(drawnOutline(kept.drawing)).toEqual(drawnOutline(drawn([A, B, C]).drawing));
    expect(kept.drawing.past).toEqual([]);
  });

  it('circles a place with the area of a circle, less what its corners cut off', () => {
    const outline = drawnOutline(circleWork(A, 20).drawing)!;
    const circle = Math.PI * 400;
    expect(geodesicArea(outline) / circle).toBeGreaterThan(0.96);
    expect(geodesicArea(outline) / circle).toBeLessThan(1);
  });
});

describe('an outline that crosses itself', () => {
  it('is told as soon as the line crosses, before it is closed', () => {
    expect(crossingOf([[A, C, B, D]], true)).not.toBeNull();
    expect(crossingOf([[A, B, C, [117.1005, 39.0995]]], false)).not.toBeNull();
  });

  it('is not told of the edge that will close it, nor of neighbours that meet at a corner', () => {
    expect(crossingOf([[A, B, D, C]], true)).not.toBeNull();
    expect(crossingOf([[A, B, D, C]], false)).toBeNull();
    expect(crossingOf([[A, B, C, D]], true)).toBeNull();
  });
});

describe('joining neighbours', () => {
  const neighbour = { type: 'Polygon' as const, coordinates: [[A, B, C, D, A].map(([x, y]) => [x, y])] };

  it('takes the very corner of a neighbour before a point of its edge', () => {
    const near: LonLat = [117.10001, 39.10001];
    expect(snap(near, [neighbour], 5)).toEqual({ lonLat: A, to: 'corner' });
  });

  it('takes the nearest point of an edge where no corner is near', () => {
    const { lonLat, to } = snap([117.1005, 39.10002], [neighbour], 5);
    expect(to).toBe('edge');
    expect(geodesicDistance(lonLat, [117.1005, 39.1])).toBeLessThan(0.01);
  });

  it('leaves a point alone that is out of reach', () => {
    expect(snap([117.1005, 39.1005], [neighbour], 5).to).toBeNull();
  });

  it('measures a pixel of the map', () => {
    // 512-pixel tiles: the equator at zoom 0 is 512 pixels.
    expect(metersPerPixel(0, 0)).toBeCloseTo(78_271.5, 0);
    expect(metersPerPixel(17, 39.1)).toBeCloseTo(0.4634, 3);
  });
});
