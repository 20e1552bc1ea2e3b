/** How long the question stands before the session ends: a minute, or a third of a very short session. */
export function warningSeconds(idleMinutes: number): number {
  return Math.min(60, idleMinutes * 20);
}

/** 空闲: what an idle stretch means: go on with the `work`, `warn` that the session will end, `end` it. */
export function idleTurn(idleMilliseconds: number, idleMinutes: number): 'work' | 'warn' | 'end' {
  const left = idleMinutes * 60 - idleMilliseconds / 1000;
  if (left <= 0) return 'end';
  return left <= warningSeconds(idleMinutes) ? 'warn' : 'work';
}
