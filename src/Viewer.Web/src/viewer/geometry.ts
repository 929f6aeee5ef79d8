// Where a picture's pixels lie on the screen, and lengths on them. Pure.
import type { Image, Region } from './dicom.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a person moved the picture: `zoom` 1 fills the area, `x` and `y` shift by CSS pixels. */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From image pixels (centre of the first is 0.5, 0.5) to CSS pixels of the area. */
export interface Mapping {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly left: number;
  readonly top: number;
}

export const whole: View = { zoom: 1, x: 0, y: 0 };

const leastZoom = 0.25;
const mostZoom = 40;

export function mappingOf(image: Image, area: Size, view: View): Mapping {
  const height = image.rows * image.aspect;
  const scaleX = Math.min(area.width / image.columns, area.height / height) * view.zoom;
  const scaleY = scaleX * image.aspect;
  return {
    scaleX, scaleY,
    left: (area.width - image.columns * scaleX) / 2 + view.x,
    top: (area.height - image.rows * scaleY) / 2 + view.y,
  };
}

export const toImage = (mapping: Mapping, point: Point): Point =>
  ({ x: (point.x - mapping.left) / mapping.scaleX, y: (point.y - mapping.top) / mapping.scaleY });

export const toScreen = (mapping: Mapping, point: Point): Point =>
  ({ x: point.x * mapping.scaleX + mapping.left, y: point.y * mapping.scaleY + mapping.top });

/** Zooms by a factor so that what lies under `point` stays there. */
export function zoomedAt(view: View, area: Size, point: Point, factor: number): View {
  const zoom = Math.min(mostZoom, Math.max(leastZoom, view.zoom * factor));
  const real = zoom / view.zoom;
  const [fromX, fromY] = [point.x - area.width / 2, point.y - area.height / 2];
  return { zoom, x: fromX - (fromX - view.x) * real, y: fromY - (fromY - view.y) * real };
}

export interface Length {
  readonly value: number;
  readonly unit: 'mm' | 'px';
  /** Measured on the detector: the body is smaller. */
  readonly atDetector: boolean;
}

/** Length between two points in image pixels: by ultrasound region, pixel spacing, or only in pixels. */
export function lengthOf(image: Image, from: Point, to: Point): Length {
  const region = image.regions.find(one => within(one, from) && within(one, to));
  if (region)
    return { value: Math.hypot((to.x - from.x) * region.x, (to.y - from.y) * region.y), unit: 'mm', atDetector: false };
  const { spacing } = image;
  return spacing
    ? { value: Math.hypot((to.x - from.x) * spacing.column, (to.y - from.y) * spacing.row), unit: 'mm', atDetector: spacing.atDetector }
    : { value: Math.hypot(to.x - from.x, to.y - from.y), unit: 'px', atDetector: false };
}

/** The least resolution (halvings) that still gives every screen pixel a pixel of its own. */
export function levelFor(image: Image, area: Size, view: View, screenPixels: number): number {
  const { scaleX } = mappingOf(image, area, view);
  const pixels = scaleX * screenPixels; // screen pixels of an image pixel
  return pixels > 0 && pixels < 1 ? Math.min(3, Math.floor(Math.log2(1 / pixels) + 0.01)) : 0;
}

const within = (region: Region, point: Point): boolean =>
  point.x >= region.left && point.x <= region.right + 1 && point.y >= region.top && point.y <= region.bottom + 1;
