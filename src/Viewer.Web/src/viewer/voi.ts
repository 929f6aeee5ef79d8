// The grey scale pipeline (PS3.4 N.2) as one table: container value in, brightness out. The same steps as on the server.
import type { Image, Window } from './dicom.ts';

/** Rows of samples as they were decoded; colour ones are interleaved. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** How often the picture was halved: 0 is the whole resolution. */
  readonly level: number;
  readonly samples: Uint8Array | Uint16Array;
  /** Three samples per pixel, RGB. */
  readonly colour: boolean;
}

/** The pixel value in a container (PS3.5 8.1.1): shifted, masked, perhaps signed. */
export function storedValue(image: Image, container: number): number {
  const value = (container >> image.shift) & ((1 << image.bits) - 1);
  return image.signed && value >= 1 << (image.bits - 1) ? value - (1 << image.bits) : value;
}

/** Modality value such as Hounsfield units. */
export const modalityValue = (image: Image, container: number): number => storedValue(image, container) * image.slope + image.intercept;

/** Brightness from 0 to 1 (PS3.3 C.11.2.1.2, C.11.2.1.3). */
export function brightness(window: Window, value: number): number {
  const { center, width, shape } = window;
  if (shape === 'SIGMOID')
    return 1 / (1 + Math.exp(-4 * (value - center) / width));
  const [middle, span] = shape === 'LINEAR' && width >= 1 ? [center - 0.5, width - 1] : [center, width];
  return value <= middle - span / 2 ? 0 : value > middle + span / 2 ? 1 : (value - middle) / span + 0.5;
}

/** Opaque grey (ABGR, as little endian canvases hold RGBA) of every container value. */
export function greyTable(image: Image, window: Window, invert: boolean): Uint32Array {
  const table = new Uint32Array(image.allocated <= 8 ? 256 : 65536);
  for (let container = 0; container < table.length; container++) {
    const light = brightness(window, modalityValue(image, container));
    const grey = Math.floor(Math.min(255, Math.max(0, (image.inverted !== invert ? 1 - light : light) * 255)) + 0.5);
    table[container] = 0xff000000 | (grey * 0x010101);
  }
  return table;
}

/** The window of an image that names none: up to 8 bits all that can be stored, above from the least to the greatest value. */
export function automaticWindow(image: Image, pixels: Pixels | undefined): Window {
  let [least, most] = image.signed ? [-(2 ** (image.bits - 1)), 2 ** (image.bits - 1) - 1] : [0, 2 ** image.bits - 1];
  if (image.bits > 8 && pixels && !pixels.colour) {
    [least, most] = [Infinity, -Infinity];
    for (const container of pixels.samples) {
      const value = storedValue(image, container);
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const [a, b] = [least * image.slope + image.intercept, most * image.slope + image.intercept];
  return { center: (a + b) / 2, width: Math.max(Math.abs(b - a), 1e-6), shape: 'LINEAR_EXACT', name: '' };
}

/** Writes grey pixels as RGBA. */
export function paintGrey(pixels: Pixels, table: Uint32Array, target: Uint32Array): void {
  const { samples } = pixels;
  const mask = table.length - 1;
  for (let i = 0; i < target.length; i++)
    target[i] = table[samples[i]! & mask]!;
}

/** Writes colour pixels as RGBA. */
export function paintColour(pixels: Pixels, invert: boolean, target: Uint32Array): void {
  const { samples } = pixels;
  const flip = invert ? 0xffffff : 0;
  for (let i = 0, from = 0; i < target.length; i++, from += 3)
    target[i] = 0xff000000 | ((samples[from]! | samples[from + 1]! << 8 | samples[from + 2]! << 16) ^ flip);
}
