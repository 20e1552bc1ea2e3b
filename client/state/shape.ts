import { create } from 'zustand';
import type { SquareMeters } from '#core/geometry/units.ts';
import type { Shape, VertexRef } from '../map/shape/shape.ts';

export type { Shape } from '../map/shape/shape.ts';

interface ShapeState {
  /** What is being drawn or changed; empty before the first ring is closed. */
  readonly shape: Shape;
  /** Earlier states, for undo. */
  readonly past: readonly Shape[];
  /** Vertex that keys and buttons work on. */
  readonly selected: VertexRef | null;
  /** Area under the hand, m², while a vertex is dragged or a ring is drawn; null otherwise. */
  readonly dragged: SquareMeters | null;
  begin(shape: Shape): void;
  change(shape: Shape, selected?: VertexRef | null): void;
  undo(): void;
  select(vertex: VertexRef | null): void;
}

/** 图形编辑: the outline under edit; the map's handles and the list of coordinates both work on it. */
export const useShape = create<ShapeState>()((set) => ({
  shape: [],
  past: [],
  selected: null,
  dragged: null,
  begin: (shape) => set({ shape, past: [], selected: null, dragged: null }),
  change: (shape, selected) =>
    set((before) => ({
      shape,
      past: [...before.past, before.shape],
      dragged: null,
      ...(selected === undefined ? {} : { selected }),
    })),
  undo: () =>
    set(({ past, shape }) => ({
      shape: past.at(-1) ?? shape,
      past: past.slice(0, -1),
      selected: null,
      dragged: null,
    })),
  select: (selected) => set({ selected }),
}));
