/** Beijing time of an instant as a `datetime-local` box writes it, to the second. */
export function boxText(moment: string): string {
  if (!moment.includes('T')) return `${moment}T23:59:59`;
  return new Date(moment).toLocaleString('sv', { timeZone: 'Asia/Shanghai' }).replace(' ', 'T');
}

/** What was typed, as an instant; null for an empty or half-typed box. */
export function momentOf(typed: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?$/.exec(typed);
  if (!match) return null;
  const moment = `${match[1]}T${match[2]}${match[3] ?? ':00'}+08:00`;
  return Number.isNaN(Date.parse(moment)) ? null : moment;
}
