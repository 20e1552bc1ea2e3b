/**
 * A number taken as the decimal a person reads (`1.005` is 1.005, not the binary 1.00499…): `units × 10^-scale`.
 * Areas are rounded and converted this way, so a half is always a half.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** The shortest decimal that names this double. @throws RangeError when the value is not finite */
export function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`);
  return parseDecimal(String(value));
}

/** Reads `-12.340`, `1e-7`. @throws RangeError when the text is not a decimal number */
export function parseDecimal(text: string): Decimal {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (!match) throw new RangeError(`not a decimal number: ${text}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const magnitude = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  const units = scale < 0 ? magnitude * 10n ** BigInt(-scale) : magnitude;
  return { units: sign === '-' ? -units : units, scale: Math.max(scale, 0) };
}

/**
 * value × numerator / denominator in whole units of 10^-decimals, rounded half-up away from zero (四舍五入).
 * The one place where the product rounds.
 */
export function scaledHalfUp(value: Decimal, decimals: number, numerator = 1n, denominator = 1n): bigint {
  const up = value.units * numerator * 10n ** BigInt(decimals);
  const down = denominator * 10n ** BigInt(value.scale);
  const magnitude = up < 0n ? -up : up;
  const rounded = (2n * magnitude + down) / (2n * down);
  return up < 0n ? -rounded : rounded;
}

/** Whole units of 10^-decimals as text: `(-1234n, 2)` is `-12.34`. */
export function decimalText(units: bigint, decimals: number): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(decimals + 1, '0');
  const body =
    decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(digits.length - decimals)}`;
  return negative ? `-${body}` : body;
}
