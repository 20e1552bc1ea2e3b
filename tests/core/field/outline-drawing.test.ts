import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCorner,
  checkDrawing,
  deleteCorner,
  drawnOutline,
  insertCorner,
  moveCorner,
  type OutlineDrawing,
  redoDrawing,
  startDrawing,
  undoDrawing,
} from '#core/field/outline-drawing.ts';
import { at, rectangle } from './traces.ts';

const place = (corner: number, ring = 0) => ({ part: 0, ring, corner });
const square = [at(0, 0), at(40, 0), at(40, 40), at(0, 40)].reduce(addCorner, startDrawing());

describe('十字丝绘制: drawing corner by corner', () => {
  it('makes an outline of three corners on, with area and perimeter', () => {
    expect(drawnOutline([at(0, 0), at(9, 0)].reduce(addCorner, startDrawing()))).toBeNull();
    const checked = checkDrawing(square, 'outline');
    expect(checked.areaSquareMeters).toBeCloseTo(1600, 0);
    expect(checked.perimeterMeters).toBeCloseTo(160, 1);
    expect(checked.findings).toEqual([]);
  });

  it('inserts, moves and deletes, and finds a crossing at once', () => {
    const inserted = insertCorner(square, place(4), at(-10, 20));
    expect(inserted.parts[0]![0]).toHaveLength(5);
    const crossed = moveCorner(inserted, place(1), at(20, 60));
    expect(checkDrawing(crossed, 'outline').findings[0]!.code).toBe('geometry.ring.self-crossing');
    expect(deleteCorner(crossed, place(1)).parts[0]![0]).toHaveLength(4);
  });

  it('corrects an outline with a hole, and drops a ring with its last corner', () => {
    const outline = rectangle(0, 0, 100, 100);
    outline.coordinates.push([...rectangle(20, 20, 40, 40).coordinates[0]!].reverse());
    let drawing = startDrawing(outline);
    expect(drawnOutline(drawing)!.coordinates[0]).toEqual(outline.coordinates);
    for (let i = 0; i < 4; i++) drawing = deleteCorner(drawing, place(0, 1));
    expect(drawing.parts[0]).toHaveLength(1);
    for (let i = 0; i < 4; i++) drawing = deleteCorner(drawing, place(0));
    expect(drawing.parts).toEqual([]);
  });

  it('changes nothing where there is no such corner, no position, or the same corner again', () => {
    expect(moveCorner(square, place(7), at(0, 0))).toBe(square);
    expect(deleteCorner(square, { part: 3, ring: 0, corner: 0 })).toBe(square);
    expect(insertCorner(square, place(9), at(0, 0))).toBe(square);
    expect(addCorner(square, [Number.NaN, 1])).toBe(square);
    expect(addCorner(square, at(0, 40))).toBe(square);
  });

  it('takes every step back, and makes it again', () => {
    const corner = fc.nat(6);
    const step = fc.tuple(
      fc.constantFrom('add', 'insert', 'move', 'delete'),
      corner,
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: -50, max: 50 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let drawing: OutlineDrawing = startDrawing();
        for (const [kind, index, east, north] of steps) {
          if (kind === 'add') drawing = addCorner(drawing, at(east, north));
          else if (kind === 'insert') drawing = insertCorner(drawing, place(index), at(east, north));
          else if (kind === 'move') drawing = moveCorner(drawing, place(index), at(east, north));
          else drawing = deleteCorner(drawing, place(index));
        }
        const end = drawing.parts;
        const count = drawing.past.length;
        for (let i = 0; i < count; i++) drawing = undoDrawing(drawing);
        expect(drawing.parts).toEqual([]);
        expect(undoDrawing(drawing).parts).toEqual([]);
        for (let i = 0; i < count; i++) drawing = redoDrawing(drawing);
        expect(drawing.parts).toEqual(end);
        expect(redoDrawing(drawing).parts).toEqual(end);
      }),
    );
  });
});
