// Mouse, pen and fingers on a picture, told as what the person means.
import type { Point } from './geometry.ts';

export type Tool = 'scroll' | 'window' | 'zoom' | 'pan' | 'length';

/** What gestures do; points are CSS pixels of the element. */
export interface Hands {
  tool(): Tool;
  touched(): void;
  dragged(tool: Tool, start: Point, now: Point, by: Point): void;
  released(tool: Tool): void;
  pinched(centre: Point, by: Point, factor: number): void;
  wheeled(images: number): void;
  zoomed(at: Point, factor: number): void;
  doubled(at: Point): void;
}

const still = 6; // CSS pixels within which a touch is a tap
const quick = 350; // milliseconds between two taps

export function listen(element: HTMLElement, hands: Hands): void {
  const pointers = new Map<number, Point>();
  let drag: { tool: Tool; start: Point; moved: boolean } | undefined;
  let lastTap: { time: number; at: Point } | undefined;
  let wheel = 0;

  const place = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  element.addEventListener('pointerdown', event => {
    if (pointers.size >= 2)
      return;
    hands.touched();
    element.setPointerCapture(event.pointerId);
    const at = place(event);
    pointers.set(event.pointerId, at);
    if (drag && pointers.size === 2) {
      // the second finger makes it a pinch: what the first began is left as it is
      if (drag.moved)
        hands.released(drag.tool);
      drag = undefined;
    } else {
      const tool: Tool = event.button === 1 ? 'pan' : event.button === 2 ? 'zoom' : hands.tool();
      drag = { tool, start: at, moved: false };
    }
  });

  element.addEventListener('pointermove', event => {
    const before = pointers.get(event.pointerId);
    if (!before)
      return;
    const now = place(event);
    const by = { x: now.x - before.x, y: now.y - before.y };
    if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)![1];
      const [wide, wider] = [Math.hypot(before.x - other.x, before.y - other.y), Math.hypot(now.x - other.x, now.y - other.y)];
      hands.pinched({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }, { x: by.x / 2, y: by.y / 2 }, wide > 0 ? wider / wide : 1);
    } else if (drag) {
      if (!drag.moved && distance(drag.start, now) < still)
        return; // a trembling tap; the way so far counts once it is a drag
      drag.moved = true;
      hands.dragged(drag.tool, drag.start, now, by);
    }
    pointers.set(event.pointerId, now);
  });

  const end = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId))
      return;
    const at = place(event);
    if (drag?.moved)
      hands.released(drag.tool);
    else if (drag && event.type === 'pointerup')
      tapped(at, event.timeStamp);
    drag = undefined;
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);

  const tapped = (at: Point, time: number): void => {
    if (lastTap && time - lastTap.time < quick && distance(lastTap.at, at) < 30) {
      hands.doubled(at);
      lastTap = undefined;
    } else
      lastTap = { time, at };
  };

  element.addEventListener('wheel', event => {
    event.preventDefault();
    hands.touched();
    if (event.ctrlKey) { // also how touch pads tell a pinch
      hands.zoomed(place(event), Math.exp(-event.deltaY / 200));
      return;
    }
    wheel += event.deltaMode === 0 ? event.deltaY / 60 : event.deltaY;
    const images = Math.abs(wheel) >= 1 ? Math.trunc(wheel) : 0;
    wheel -= images;
    if (images !== 0)
      hands.wheeled(Math.sign(images) * Math.min(Math.abs(images), 3));
  }, { passive: false });

  element.addEventListener('contextmenu', event => event.preventDefault());
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
