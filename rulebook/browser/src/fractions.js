/** Exact fractions on BigInt, and how they are written: never rounded, never through a float. */

/** @typedef {{n: bigint, d: bigint}} Fraction  in lowest terms, `d` above zero */

export function fraction(numerator, denominator = 1n) {
  const sign = denominator < 0n ? -1n : 1n;
  const shared = divisor(numerator, denominator) * sign;
  return { n: numerator / shared, d: denominator / shared };
}

function divisor(a, b) {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y) [x, y] = [y, x % y];
  return x;
}

export const times = (a, b) => fraction(a.n * b.n, a.d * b.d);
export const over = (a, b) => fraction(a.n * b.d, a.d * b.n);
export const compare = (a, b) => a.n * b.d - b.n * a.d;
export const ONE = fraction(1n);

/** The value of digits with at most one point, `-12.50`, or of `n/d`. */
export function readFraction(text) {
  const [above, below] = text.split("/");
  const [whole, decimals = ""] = above.replace("+", "").split(".");
  return fraction(BigInt(whole + decimals), BigInt(below ?? 1n) * 10n ** BigInt(decimals.length));
}

/** An exact decimal with at least `least` decimals; a value without one is written `1/3`. */
export function decimalText(value, least = 0) {
  const exact = decimals(value.d);
  if (exact === null) return `${value.n}/${value.d}`;
  const places = Math.max(exact, least);
  const size = value.n < 0n ? -value.n : value.n;
  const digits = String((size * 10n ** BigInt(places)) / value.d).padStart(places + 1, "0");
  const at = digits.length - places;
  const text = places ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
  return value.n < 0n ? `-${text}` : text;
}

/** An amount in yuan with two decimals, more only where it is finer than a fen. */
export const moneyText = (yuan) => decimalText(yuan, 2);

/** How many decimals a value with this denominator has; null where they never end. */
function decimals(denominator) {
  let rest = denominator;
  let places = 0;
  for (const prime of [2n, 5n]) {
    let count = 0;
    while (rest % prime === 0n) {
      rest /= prime;
      count += 1;
    }
    places = Math.max(places, count);
  }
  return rest === 1n ? places : null;
}
