// Lengths drawn on a picture.
import { lengthOf, toScreen, type Length, type Mapping, type Point } from './geometry.ts';
import type { Image } from './dicom.ts';

/** A line in image pixels. */
export interface Line {
  readonly from: Point;
  readonly to: Point;
}

/** The words that follow a length. */
export interface LengthTexts {
  readonly detector: string;
}

export function describe(length: Length, texts: LengthTexts): string {
  const value = length.value.toFixed(length.unit === 'mm' ? 1 : 0);
  return `${value} ${length.unit}${length.atDetector ? ` (${texts.detector})` : ''}`;
}

/** Draws lines with their lengths; the context is scaled to CSS pixels. */
export function drawLines(context: CanvasRenderingContext2D, image: Image, mapping: Mapping, lines: readonly Line[], texts: LengthTexts): void {
  context.font = '600 14px system-ui, sans-serif';
  context.lineJoin = 'round';
  for (const line of lines) {
    const [from, to] = [toScreen(mapping, line.from), toScreen(mapping, line.to)];
    const label = describe(lengthOf(image, line.from, line.to), texts);
    for (const [colour, width] of [['#000', 4], ['#ffd23f', 2]] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      for (const end of [from, to]) {
        context.moveTo(end.x + 5, end.y);
        context.arc(end.x, end.y, 5, 0, 2 * Math.PI);
      }
      context.stroke();
    }
    const [x, y] = [Math.max(from.x, to.x) + 8, (from.x > to.x ? from : to).y - 8];
    context.strokeStyle = '#000';
    context.lineWidth = 4;
    context.strokeText(label, x, y);
    context.fillStyle = '#ffd23f';
    context.fillText(label, x, y);
  }
}
