/** An instant as Beijing's day and time. */
export function beijing(instant: string): string {
  const shifted = new Date(Date.parse(`${instant.slice(0, 19)}Z`) + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)}`;
}
