import type { NumberValue, Prefix } from './parsed.ts';

const written = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A number of a query with what its digits cover: `5.4` is [5.35, 5.45), `100` is [99.5, 100.5) and, as the
 * specification's own example has it, `1e2` is [95, 105). Undefined for what is no decimal.
 * @source FHIR R4, search.html#number
 */
export function decimalOf(prefix: Prefix, text: string): NumberValue | undefined {
  const match = written.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent] = match;
  const power = Number(exponent ?? 0) - fraction.length;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const value = Number(`${digits}e${power}`);
  if (!Number.isFinite(value)) return undefined;
  if (prefix === 'ap') {
    const near = Math.abs(value) / 10;
    return { is: 'number', prefix, value, low: value - near, high: value + near };
  }
  // Half of the last digit, in whole digits one place further down; of an exponent, as if one digit more were written.
  const [scaled, half, lower] = exponent === undefined ? [digits * 10n, 5n, power - 1] : [digits * 100n, 5n, power - 2];
  const low = Number(`${scaled - half}e${lower}`);
  const high = Number(`${scaled + half}e${lower}`);
  return { is: 'number', prefix, value, low, high };
}
