/** Metres between points 0 (the start) to n. */
export interface DistanceTable {
  readonly size: number;
  between(i: number, j: number): number;
}

/** Nearest neighbour rank by rank, then 2-opt and Or-opt within each rank until nothing improves or the steps are used up. */
export function improvedRound(
  { size, between }: DistanceTable,
  ranks: readonly number[],
  back: boolean,
  maxSteps: number,
): number[] {
  const tour = nearestNeighbour(between, ranks, size);
  let steps = 0;
  let improved = true;
  // The point after the last: the start again, or nothing.
  const next = (i: number) => (i + 1 < size ? tour[i + 1]! : back ? 0 : -1);
  const length = (a: number, b: number) => (a < 0 || b < 0 ? 0 : between(a, b));
  const least = 1e-6;
  while (improved && steps < maxSteps) {
    improved = false;
    for (let i = 1; i < size - 1; i++) {
      for (let j = i + 1; j < size && ranks[tour[j]!] === ranks[tour[i]!]; j++) {
        steps++;
        const [before, first, last, after] = [tour[i - 1]!, tour[i]!, tour[j]!, next(j)];
        const gain =
          length(before, first) + length(last, after) - length(before, last) - length(first, after);
        if (gain <= least) continue;
        reverse(tour, i, j);
        improved = true;
      }
    }
    for (let count = 1; count <= 3; count++) {
      for (let i = 1; i + count <= size; i++) {
        steps += moveRun(tour, ranks, i, count, length, next, least, () => {
          improved = true;
        });
      }
    }
  }
  return tour.slice(1);
}

/** Or-opt: takes `count` points out at `i` and puts them where they make the way shortest, either way round. @returns steps used */
function moveRun(
  tour: number[],
  ranks: readonly number[],
  i: number,
  count: number,
  length: (a: number, b: number) => number,
  next: (i: number) => number,
  least: number,
  done: () => void,
): number {
  const rank = ranks[tour[i]!];
  if (ranks[tour[i + count - 1]!] !== rank) return 0;
  const [before, first, last, after] = [tour[i - 1]!, tour[i]!, tour[i + count - 1]!, next(i + count - 1)];
  const saved = length(before, first) + length(last, after) - length(before, after);
  let [gain, place, turned, steps] = [least, -1, false, 0];
  // Between positions k and k + 1, both outside the run; the run may only go where its rank is.
  for (let k = 0; k < tour.length; k++) {
    if (k >= i - 1 && k < i + count) continue;
    const [left, right] = [tour[k]!, next(k)];
    // After the last point comes the start (rank −1) or nothing.
    if (ranks[left] !== rank && (right < 0 || ranks[right] !== rank)) continue;
    steps++;
    const open = length(left, right);
    const straight = saved - (length(left, first) + length(last, right) - open);
    const reversed = saved - (length(left, last) + length(first, right) - open);
    if (Math.max(straight, reversed) <= gain) continue;
    [gain, place, turned] = [Math.max(straight, reversed), k, reversed > straight];
  }
  if (place < 0) return steps;
  const run = tour.splice(i, count);
  if (turned) run.reverse();
  tour.splice(place < i ? place + 1 : place + 1 - count, 0, ...run);
  done();
  return steps;
}

function nearestNeighbour(
  between: DistanceTable['between'],
  ranks: readonly number[],
  size: number,
): number[] {
  const tour = [0];
  const left = Array.from({ length: size - 1 }, (_, i) => i + 1);
  while (left.length > 0) {
    const at = tour.at(-1)!;
    // Points come sorted by rank: those that are next are at the front.
    let [best, meters] = [0, between(at, left[0]!)];
    for (let i = 1; i < left.length && ranks[left[i]!] === ranks[left[0]!]; i++) {
      const other = between(at, left[i]!);
      if (other < meters) [best, meters] = [i, other];
    }
    tour.push(...left.splice(best, 1));
  }
  return tour;
}

function reverse(tour: number[], from: number, to: number): void {
  for (let [i, j] = [from, to]; i < j; i++, j--) [tour[i], tour[j]] = [tour[j]!, tour[i]!];
}
