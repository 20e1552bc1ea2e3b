/**
 * A decimal text as PostgreSQL's binary `numeric`: counts of base-10000 digits, weight of the first, sign, decimals, digits.
 * Source: numeric_recv in PostgreSQL's utils/adt/numeric.c. Throws a TypeError that names the column.
 */
export function numericBytes(text: string, column: string): Buffer {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text.trim());
  if (!match || `${match[2]}${match[3] ?? ''}` === '')
    throw new TypeError(`column ${column}: ${text} is no number`);
  const [integer, fraction] = shift(match[2] ?? '', match[3] ?? '', Number(match[4] ?? 0));
  const whole = integer.replace(/^0+/, '');
  const groups = [
    ...groupsOf(whole.padStart(Math.ceil(whole.length / 4) * 4, '0')),
    ...groupsOf(fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')),
  ];
  let weight = Math.ceil(whole.length / 4) - 1;
  while (groups[0] === 0) {
    groups.shift();
    weight -= 1;
  }
  while (groups.at(-1) === 0) groups.pop();
  const negative = match[1] === '-' && groups.length > 0;
  const header = [groups.length, groups.length === 0 ? 0 : weight, negative ? 0x4000 : 0, fraction.length];
  const buffer = Buffer.alloc((header.length + groups.length) * 2);
  [...header, ...groups].forEach((value, index) => {
    buffer.writeInt16BE(value, index * 2);
  });
  return buffer;
}

/** Moves the decimal point of `integer.fraction` by a power of ten. */
function shift(integer: string, fraction: string, power: number): [string, string] {
  if (power >= 0) {
    const digits = fraction.padEnd(power, '0');
    return [integer + digits.slice(0, power), digits.slice(power)];
  }
  const digits = integer.padStart(-power, '0');
  return [digits.slice(0, power), digits.slice(power) + fraction];
}

function groupsOf(digits: string): number[] {
  return (digits.match(/.{4}/g) ?? []).map(Number);
}
