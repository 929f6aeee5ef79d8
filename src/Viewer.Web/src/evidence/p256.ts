// Checks ECDSA signatures over P-256 (FIPS 186-5 6.4.2, SP 800-186 3.2.1.3), for browsers that keep theirs from pages opened as a file.
// Only public values are handled here: nothing has to be kept from whoever measures times.

type Point = readonly [bigint, bigint] | null; // null is the point at infinity

const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const base: Point = [0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n, 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n];

/** x, y: the public point; signature: r and s, 32 bytes each; hash: of what was signed. */
export function verify(x: Uint8Array, y: Uint8Array, signature: Uint8Array, hash: Uint8Array): boolean {
  const key: Point = [number(x), number(y)];
  const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))];
  if (signature.length !== 64 || !isOnCurve(key) || r < 1n || r >= n || s < 1n || s >= n)
    return false;
  const w = inverse(s, n);
  const sum = multiply(mod(number(hash) * w, n), base, mod(r * w, n), key);
  return sum !== null && mod(sum[0], n) === r;
}

function isOnCurve([x, y]: readonly [bigint, bigint]): boolean {
  return x < p && y < p && mod(y * y - (x * x * x - 3n * x + b), p) === 0n;
}

/** k·P + l·Q, both at once from the highest bit. */
function multiply(k: bigint, P: Point, l: bigint, Q: Point): Point {
  const both = add(P, Q);
  let sum: Point = null;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = add(sum, sum);
    const [first, second] = [(k >> bit) & 1n, (l >> bit) & 1n];
    sum = add(sum, first && second ? both : first ? P : second ? Q : null);
  }
  return sum;
}

function add(P: Point, Q: Point): Point {
  if (P === null || Q === null)
    return P ?? Q;
  const [px, py] = P;
  const [qx, qy] = Q;
  if (px === qx && mod(py + qy, p) === 0n)
    return null;
  const slope = px === qx ? mod(3n * (px * px - 1n) * inverse(2n * py, p), p) : mod((qy - py) * inverse(qx - px, p), p);
  const x = mod(slope * slope - px - qx, p);
  return [x, mod(slope * (px - x) - py, p)];
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high, one, other] = [mod(value, modulus), modulus, 1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - low * quotient, low];
    [one, other] = [other - one * quotient, one];
  }
  return mod(one, modulus);
}

function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function number(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
