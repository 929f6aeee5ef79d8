// Native colour samples to interleaved RGB (PS3.3 C.7.6.3.1.2).
import type { Image } from './dicom.ts';

/** `bytes` as the metadata describes them; `photometric` may be another than the metadata's when a decoder changed it. */
export function toRgb(image: Image, bytes: Uint8Array, photometric = image.photometric, planar = image.planar): Uint8Array {
  const count = image.rows * image.columns;
  let pixels = bytes;
  if (photometric === 'YBR_FULL_422' && bytes.length < count * 3)
    pixels = doubled(bytes, count);
  else if (planar)
    pixels = interleaved(bytes, count);
  return photometric.startsWith('YBR_FULL') ? fromYbr(pixels) : pixels;
}

/**
 * Components that were coded without a transform come out of the codec whole, one after the other, but it writes their rows as if
 * they took turns (red, green and blue of row 0, then of row 1). Puts each row where it belongs; the result is interleaved.
 */
export function untangled(decoded: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(decoded.length);
  for (let line = 0; line < 3 * height; line++) {
    const from = 3 * width * Math.floor(line / 3) + line % 3;
    const to = 3 * width * (line % height) + Math.floor(line / height);
    for (let x = 0; x < 3 * width; x += 3)
      result[to + x] = decoded[from + x]!;
  }
  return result;
}

function interleaved(planes: Uint8Array, count: number): Uint8Array {
  const result = new Uint8Array(count * 3);
  for (let i = 0, to = 0; i < count; i++) {
    result[to++] = planes[i]!;
    result[to++] = planes[i + count]!;
    result[to++] = planes[i + 2 * count]!;
  }
  return result;
}

// Y1 Y2 Cb Cr: two pixels share their colour
function doubled(pairs: Uint8Array, count: number): Uint8Array {
  const result = new Uint8Array(count * 3);
  for (let from = 0, to = 0; to < result.length; from += 4)
    for (let i = 0; i < 2 && to < result.length; i++) {
      result[to++] = pairs[from + i]!;
      result[to++] = pairs[from + 2]!;
      result[to++] = pairs[from + 3]!;
    }
  return result;
}

function fromYbr(ybr: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(ybr.length);
  for (let i = 0; i + 2 < ybr.length; i += 3) {
    const [y, b, r] = [ybr[i]!, ybr[i + 1]! - 128, ybr[i + 2]! - 128];
    rgb[i] = y + 1.402 * r;
    rgb[i + 1] = y - 0.344136 * b - 0.714136 * r;
    rgb[i + 2] = y + 1.772 * b;
  }
  return new Uint8Array(rgb.buffer);
}
