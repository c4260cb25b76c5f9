/**
 * `x ** n` for floats. JavaScript's ** may be off by one in the last digit where C's pow, which Python uses, is right; for
 * whole exponents the power is made exactly here and rounded once.
 */

const buffer = new DataView(new ArrayBuffer(8));

/** A finite, non-zero float as mantissa * 2 ** exponent. */
function decompose(n: number): { mantissa: bigint; exponent: number } {
  buffer.setFloat64(0, Math.abs(n));
  const bits = buffer.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** value * 2 ** exponent, rounded to the nearest float. */
function compose(value: bigint, exponent: number): number {
  const surplus = value.toString(2).length - 64;
  if (surplus <= 0) return scale(Number(value), exponent);
  // The bits cut off only matter as "something is there".
  const kept = value >> BigInt(surplus);
  const hasRest = kept << BigInt(surplus) !== value;
  return scale(Number(hasRest ? kept | 1n : kept), exponent + surplus);
}

/** In steps, so that neither factor leaves the range of floats before the product does. */
function scale(n: number, exponent: number): number {
  let result = n;
  let left = exponent;
  while (left > 1000) {
    result *= 2 ** 1000;
    left -= 1000;
  }
  while (left < -1000) {
    result *= 2 ** -1000;
    left += 1000;
  }
  return result * 2 ** left;
}

export function floatPower(base: number, exponent: number): number {
  const isExact =
    Number.isInteger(exponent) && Math.abs(exponent) <= 512 && Number.isFinite(base) && base !== 0;
  if (!isExact) return base ** exponent;
  const { mantissa, exponent: power } = decompose(base);
  const count = Math.abs(exponent);
  const raised = mantissa ** BigInt(count);
  const sign = base < 0 && count % 2 === 1 ? -1 : 1;
  if (exponent >= 0) return sign * compose(raised, power * count);
  const shift = raised.toString(2).length + 64;
  const quotient = (1n << BigInt(shift)) / raised;
  const hasRest = quotient * raised !== 1n << BigInt(shift);
  return sign * compose(hasRest ? (quotient << 1n) | 1n : quotient << 1n, -power * count - shift - 1);
}
