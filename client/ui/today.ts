/** 今天 in Beijing, `2026-11-22`: the day that the office and the server mean. */
export function today(): string {
  return new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
}

/** Beijing day of an instant, `2026-11-22`. */
export function dayOf(time: string): string {
  return new Date(time).toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
}
