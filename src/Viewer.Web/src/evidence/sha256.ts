// SHA-256 (FIPS 180-4), for browsers that keep theirs from pages opened as a file.

const constants = primes(64).map(prime => fraction(Math.cbrt(prime)));
const start = primes(8).map(prime => fraction(Math.sqrt(prime)));

export function sha256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.ceil((message.length + 9) / 64)) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0);
  const state = Uint32Array.from(start);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64)
    mix(state, schedule, view, block);
  const hash = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => hash.setUint32(index * 4, word));
  return new Uint8Array(hash.buffer);
}

function mix(state: Uint32Array, w: Uint32Array, view: DataView, block: number): void {
  for (let i = 0; i < 16; i++)
    w[i] = view.getUint32(block + i * 4);
  for (let i = 16; i < 64; i++)
    w[i] = w[i - 16]! + small(w[i - 15]!, 7, 18, 3) + w[i - 7]! + small(w[i - 2]!, 17, 19, 10);
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const first = (h + big(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0;
    const second = (big(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => { state[index]! += word; });
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
const small = (word: number, one: number, two: number, shift: number): number => turn(word, one) ^ turn(word, two) ^ (word >>> shift);
const big = (word: number, one: number, two: number, three: number): number => turn(word, one) ^ turn(word, two) ^ turn(word, three);

/** The first 32 bits of the fractional part, as the standard defines its constants. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 0x100000000) >>> 0;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++)
    if (found.every(prime => candidate % prime !== 0))
      found.push(candidate);
  return found;
}
