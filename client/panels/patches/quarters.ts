/** 季度 of an ISO day: `2026-Q4`. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** A quarter and those before it, the newest first. */
export function quartersBefore(quarter: string, count: number): string[] {
  const first = Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(-1)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const at = first - index;
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`;
  });
}
