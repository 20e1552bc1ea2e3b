import type { Position } from 'geojson';
import { create } from 'zustand';
import { followChange, vertexChange } from '#core/edits/shared-edges.ts';
import type { Finding } from '#core/finding.ts';
import type { SquareMeters } from '#core/geometry/units.ts';
import type { Shape, VertexRef } from '../map/shape/shape.ts';

export type { Shape } from '../map/shape/shape.ts';

/** 笔: what the hand on the map does. `vertices` moves them; the others draw a ring or a line first. */
export type Pen = 'vertices' | 'hole' | 'part' | 'cut';

/** 邻接: a feature whose outline moves along where it is shared. */
export interface Neighbour {
  readonly id: number;
  readonly versionId: number;
  readonly label: string;
  /** As it is stored. */
  readonly stored: Shape;
  readonly shape: Shape;
}

/** 捕捉: what the point under the hand was taken to. */
export interface Snapped {
  readonly kind: 'vertex' | 'edge';
  /** Name of the feature; empty for the outline itself. */
  readonly label: string;
  readonly position: Position;
}

interface Moment {
  readonly shape: Shape;
  readonly neighbours: readonly Neighbour[];
}

interface ShapeState extends Moment {
  /** Earlier states, for undo; later ones, for redo. */
  readonly past: readonly Moment[];
  readonly future: readonly Moment[];
  /** Vertex that keys and buttons work on. */
  readonly selected: VertexRef | null;
  /** Area under the hand, m², while a vertex is dragged or a ring is drawn; null otherwise. */
  readonly dragged: SquareMeters | null;
  /** The outline under the hand, while it is dragged. */
  readonly live: Shape | null;
  readonly pen: Pen;
  /** Whether a line may cut the feature: its outline is as stored. Whoever opened the outline says so. */
  readonly divisible: boolean;
  /** The outline is only cut, by a line or by a ring; nothing of it is changed by hand. */
  readonly cutting: 'line' | 'ring' | null;
  /** 联动: neighbours move along with what they share. */
  readonly linked: boolean;
  readonly snapping: boolean;
  readonly snapped: Snapped | null;
  /** What was wrong with a ring that was drawn, or `corner`: a vertex that several outlines part at stays. */
  readonly refused: readonly Finding[] | 'corner' | null;
  /** The line that was drawn to cut along. */
  readonly cut: readonly Position[] | null;
  /** `divisible` shapes can be cut along a line; of one that is `cutting` nothing else can be done. */
  begin(shape: Shape, options?: { readonly divisible?: boolean; readonly cutting?: 'line' | 'ring' }): void;
  change(shape: Shape, selected?: VertexRef | null): void;
  undo(): void;
  redo(): void;
  select(vertex: VertexRef | null): void;
  setPen(pen: Pen): void;
  /** Outlines that share edges with the shape, as they are stored. */
  meet(neighbours: readonly Neighbour[]): void;
}

const resting = {
  selected: null,
  dragged: null,
  live: null,
  pen: 'vertices',
  snapped: null,
  refused: null,
  cut: null,
} as const;

/** 图形编辑: the outline under edit; the map's handles and the list of coordinates both work on it. */
export const useShape = create<ShapeState>()((set) => ({
  ...resting,
  shape: [],
  neighbours: [],
  past: [],
  future: [],
  divisible: false,
  cutting: null,
  linked: true,
  snapping: true,
  begin: (shape, options) =>
    set({
      ...resting,
      shape,
      neighbours: [],
      past: [],
      future: [],
      divisible: options?.divisible ?? false,
      cutting: options?.cutting ?? null,
      ...(options?.cutting ? { pen: 'cut' as const } : {}),
    }),
  change: (shape, selected) =>
    set((before) => {
      const after = before.linked ? followed(before, shape) : { shape, neighbours: before.neighbours };
      // A copy: the handles must be put back where the outline still is.
      if (!after) return { shape: [...before.shape], refused: 'corner', dragged: null, live: null };
      return {
        ...after,
        past: [...before.past, { shape: before.shape, neighbours: before.neighbours }],
        future: [],
        dragged: null,
        live: null,
        refused: null,
        ...(selected === undefined ? {} : { selected: placeIn(after.shape, shape, selected) }),
      };
    }),
  undo: () => set((state) => travelled(state, 'past', 'future')),
  redo: () => set((state) => travelled(state, 'future', 'past')),
  select: (selected) => set({ selected }),
  setPen: (pen) => set({ pen, cut: null, refused: null, snapped: null, dragged: null, live: null }),
  meet: (neighbours) => set({ neighbours }),
}));

/** The outlines with what the change does to neighbours; null when it cannot be done to all of them. */
function followed({ shape: before, neighbours }: Moment, shape: Shape): Moment | null {
  if (neighbours.length === 0 || before.length === 0) return { shape, neighbours };
  const change = vertexChange(before, shape);
  if (!change) return { shape, neighbours };
  const after = followChange([before, ...neighbours.map((neighbour) => neighbour.shape)], change);
  if (!after) return null;
  return {
    shape: after[0]!,
    neighbours: neighbours.map((neighbour, i) =>
      after[i + 1] === neighbour.shape ? neighbour : { ...neighbour, shape: after[i + 1]! },
    ),
  };
}

/** Corners of neighbours may have been set in before it. */
function placeIn(after: Shape, given: Shape, selected: VertexRef | null): VertexRef | null {
  if (!selected || after === given) return selected;
  const point = given[selected.part]?.[selected.ring]?.[selected.vertex];
  const vertex = after[selected.part]?.[selected.ring]?.findIndex(
    (other) => other[0] === point?.[0] && other[1] === point?.[1],
  );
  return vertex === undefined || vertex < 0 ? null : { ...selected, vertex };
}

function travelled(state: ShapeState, from: 'past' | 'future', to: 'past' | 'future'): Partial<ShapeState> {
  const moment = state[from].at(-1);
  if (!moment) return {};
  return {
    ...resting,
    ...moment,
    [from]: state[from].slice(0, -1),
    [to]: [...state[to], { shape: state.shape, neighbours: state.neighbours }],
  };
}

/** Neighbours whose outline moved along. */
export function movedNeighbours(neighbours: readonly Neighbour[]): readonly Neighbour[] {
  return neighbours.filter(({ shape, stored }) => shape !== stored);
}
