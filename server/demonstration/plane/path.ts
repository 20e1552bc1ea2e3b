import {
  add,
  between,
  dot,
  left,
  nearestOnSegment,
  type Point,
  scale,
  subtract,
  toMillimetre,
  unit,
} from './vector.ts';

/** 折线: two or more points in order. */
export type Path = readonly Point[];

/** Cuts the corners of a path `rounds` times (Chaikin), keeping its ends: a drawn line becomes a road or a river. */
export function smooth(path: Path, rounds = 2): Path {
  let result: Path = path;
  for (let round = 0; round < rounds; round++) {
    const next: Point[] = [result[0]!];
    for (let i = 0; i + 1 < result.length; i++) {
      if (i > 0) next.push(between(result[i]!, result[i + 1]!, 0.25));
      if (i + 2 < result.length) next.push(between(result[i]!, result[i + 1]!, 0.75));
    }
    next.push(result[result.length - 1]!);
    result = next;
  }
  return result.map(toMillimetre);
}

/** A parallel path `metres` to the left (negative: to the right), mitred at the bends. */
export function offset(path: Path, metres: number): Path {
  return path.map((point, i) => {
    const before = unit(subtract(point, path[i - 1] ?? point));
    const after = unit(subtract(path[i + 1] ?? point, point));
    if (i === 0) return toMillimetre(add(point, scale(left(after), metres)));
    if (i === path.length - 1) return toMillimetre(add(point, scale(left(before), metres)));
    const normal = unit(add(left(before), left(after)));
    return toMillimetre(add(point, scale(normal, metres / Math.max(0.5, dot(normal, left(before))))));
  });
}

/** Distance from a point to the path, metres. */
export function distanceToPath(point: Point, path: Path): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < path.length; i++) {
    least = Math.min(least, nearestOnSegment(point, path[i]!, path[i + 1]!).distance);
  }
  return least;
}

/** A straight line through `point` that reaches `reach` metres both ways. */
export function lineThrough(point: Point, direction: Point, reach: number): Path {
  return [add(point, scale(direction, -reach)), add(point, scale(direction, reach))];
}
