// One picture area: a stack of images, what the person did to it, and how it is painted.
import type { Image, Window } from './dicom.ts';
import { lengthOf, levelFor, mappingOf, toImage, whole, zoomedAt, type Mapping, type Point, type Size, type View } from './geometry.ts';
import { listen, type Tool } from './gestures.ts';
import { nothing, type Entry, type Loader, type Stack } from './loader.ts';
import { describe, drawLines, type Line } from './measure.ts';
import type { Place } from './plan.ts';
import type { SeriesFacts, Texts } from './page.ts';
import { automaticWindow, greyTable, paintColour, paintGrey } from './voi.ts';

/** What a pane asks of the desk around it. */
export interface Surroundings {
  readonly texts: Texts;
  readonly loader: Loader;
  tool(pane: Pane): Tool;
  activate(pane: Pane): void;
  /** The pane shows something else: what is wanted must be planned anew. */
  moved(pane: Pane): void;
  /** Another window is in force. */
  windowed(pane: Pane): void;
}

export class Pane {
  readonly element: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  stack: Stack | undefined;
  facts: SeriesFacts | undefined;
  index = 0;
  view: View = whole;
  invert = false;
  /** Chosen by the person; undefined is the image's own. */
  window: Window | undefined;
  playing = false;
  resting = false;
  private direction: 1 | -1 = 1;
  private readonly lines = new Map<number, Line[]>();
  private drawing: Line | undefined;
  private start: Window | undefined;
  private dragged = 0;
  private area: Size = { width: 1, height: 1 };
  private readonly picture = document.createElement('canvas');
  private painted = '';
  private drawn = 0;
  private rest = 0;
  private readonly corners: HTMLElement[];
  private readonly state: HTMLElement;
  private readonly slider: HTMLInputElement;

  constructor(template: HTMLTemplateElement, private readonly around: Surroundings) {
    this.element = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    this.canvas = this.element.querySelector('canvas')!;
    this.corners = [...this.element.querySelectorAll<HTMLElement>('.corner')];
    this.state = this.element.querySelector<HTMLElement>('.state')!;
    this.slider = this.element.querySelector<HTMLInputElement>('input')!;
    this.slider.addEventListener('input', () => { around.activate(this); this.turn(Number(this.slider.value) - 1); });
    this.element.addEventListener('focusin', () => around.activate(this));
    listen(this.canvas, {
      tool: () => around.tool(this),
      touched: () => { around.activate(this); this.element.focus({ preventScroll: true }); },
      dragged: (tool, start, now, by) => this.drag(tool, start, now, by),
      released: tool => this.release(tool),
      pinched: (centre, by, factor) => {
        const view = zoomedAt(this.view, this.area, centre, factor);
        this.look({ ...view, ...shift(view, by) });
      },
      wheeled: images => this.turn(this.index + images),
      zoomed: (at, factor) => this.look(zoomedAt(this.view, this.area, at, factor)),
      doubled: at => this.look(this.view.zoom === 1 && this.view.x === 0 && this.view.y === 0 ? zoomedAt(this.view, this.area, at, 2.5) : whole),
    });
    new ResizeObserver(() => this.resize()).observe(this.canvas);
  }

  get image(): Image | undefined {
    return this.stack?.images[this.index];
  }

  get entry(): Entry | undefined {
    return this.stack?.entries[this.index];
  }

  get place(): Place {
    const shown = this.image && this.stack?.progressive && !this.image.serverOnly ? levelFor(this.image, this.area, this.view, devicePixelRatio) : 0;
    const restLevel = this.around.loader.sparing && this.view.zoom <= 1 ? Math.max(1, shown) : shown;
    return { count: this.stack?.images.length ?? 0, index: this.index, direction: this.direction, resting: this.resting, restLevel, loop: this.image?.frameTime !== undefined };
  }

  /** The window in force. */
  get currentWindow(): Window | undefined {
    const { image } = this;
    return image && (this.window ?? image.windows[0] ?? this.facts?.presets[0] ?? automaticWindow(image, this.entry?.pixels));
  }

  get currentLines(): readonly Line[] {
    return this.lines.get(this.index) ?? [];
  }

  show(stack: Stack | undefined, facts: SeriesFacts, index: number, window: Window | undefined): void {
    [this.stack, this.facts, this.index, this.view, this.invert, this.window, this.playing] = [stack, facts, 0, whole, false, window, false];
    this.lines.clear();
    this.painted = '';
    this.slider.max = String(Math.max(1, stack?.images.length ?? 1));
    this.slider.hidden = (stack?.images.length ?? 0) < 2;
    this.go(index, true);
  }

  /** The person turns to an image; a loop stands still then. */
  turn(index: number): void {
    this.playing = false;
    this.go(index);
  }

  /** Shows another image of the stack. */
  go(index: number, always = false): void {
    const count = this.stack?.images.length ?? 0;
    const next = Math.min(count - 1, Math.max(0, index));
    if (next === this.index && !always)
      return;
    if (next !== this.index)
      this.direction = next > this.index ? 1 : -1;
    this.index = Math.max(0, next);
    this.resting = always; // the first image is looked at from the beginning
    this.drawing = undefined;
    clearTimeout(this.rest);
    if (!this.resting && !this.playing)
      this.awaitRest();
    this.around.moved(this);
    this.redraw();
  }

  // one rests on what one sees, not on what is still to come
  private awaitRest(): void {
    const { loader } = this.around;
    this.rest = window.setTimeout(() => {
      if (this.stack && loader.levelOf(this.stack, this.index) === nothing)
        return this.awaitRest();
      this.resting = true;
      this.around.moved(this);
    }, this.stack && !loader.fast ? loader.patience(this.stack) : 250);
  }

  /** Shows the next image of a loop, if it is there; false when it still has to come. */
  step(): boolean {
    const count = this.stack?.images.length ?? 0;
    const next = (this.index + 1) % Math.max(1, count);
    if (!this.stack || this.around.loader.levelOf(this.stack, next) === nothing)
      return false;
    this.go(next);
    return true;
  }

  look(view: View): void {
    this.view = view;
    this.around.moved(this);
    this.redraw();
  }

  setWindow(window: Window | undefined): void {
    this.window = window;
    this.around.windowed(this);
    this.redraw();
  }

  reset(): void {
    [this.view, this.invert, this.window] = [whole, false, this.facts?.window];
    this.lines.delete(this.index);
    this.around.windowed(this);
    this.around.moved(this);
    this.redraw();
  }

  removeLine(): void {
    this.lines.get(this.index)?.pop();
    this.redraw();
  }

  zoom(factor: number): void {
    this.look(zoomedAt(this.view, this.area, { x: this.area.width / 2, y: this.area.height / 2 }, factor));
  }

  redraw(): void {
    this.drawn ||= requestAnimationFrame(() => { this.drawn = 0; this.draw(); });
  }

  private drag(tool: Tool, start: Point, now: Point, by: Point): void {
    if (tool === 'pan')
      this.look({ ...this.view, ...shift(this.view, by) });
    else if (tool === 'zoom')
      this.look(zoomedAt(this.view, this.area, start, Math.exp(-by.y / 150)));
    else if (tool === 'scroll') {
      const step = Math.max(3, this.area.height / 1.5 / Math.max(1, this.stack?.images.length ?? 1));
      this.dragged += by.y;
      const images = Math.trunc(this.dragged / step);
      this.dragged -= images * step;
      if (images !== 0)
        this.turn(this.index + images);
    } else if (tool === 'window' && this.currentWindow) {
      this.start ??= this.currentWindow;
      const gain = this.start.width / 250;
      this.setWindow({
        ...this.start, name: '',
        center: this.start.center + (now.y - start.y) * gain,
        width: Math.max(this.image?.slope ?? 1, this.start.width + (now.x - start.x) * gain, 1e-3),
      });
    } else if (tool === 'length' && this.image) {
      const mapping = this.mapping(this.image);
      this.drawing = { from: toImage(mapping, start), to: toImage(mapping, now) };
      this.redraw();
    }
  }

  private release(tool: Tool): void {
    if (tool === 'length' && this.drawing)
      this.lines.set(this.index, [...this.currentLines, this.drawing]);
    [this.start, this.drawing, this.dragged] = [undefined, undefined, 0];
    this.redraw();
  }

  private mapping(image: Image): Mapping {
    return mappingOf(image, this.area, this.view);
  }

  private resize(): void {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (width === 0 || height === 0)
      return;
    this.area = { width, height };
    [this.canvas.width, this.canvas.height] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    this.around.moved(this);
    this.draw(); // at once: a canvas that changed its size is empty
  }

  private draw(): void {
    const context = this.canvas.getContext('2d', { alpha: false })!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#000';
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const { image, entry } = this;
    const source = image && entry && this.source(image, entry);
    if (image && source) {
      const ratio = devicePixelRatio;
      const mapping = this.mapping(image);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.imageSmoothingEnabled = mapping.scaleX * ratio * (image.columns / source.width) < 8 || source.width < image.columns; // single pixels may be seen as such
      context.imageSmoothingQuality = 'high';
      context.drawImage(source, mapping.left, mapping.top, image.columns * mapping.scaleX, image.rows * mapping.scaleY);
      drawLines(context, image, mapping, this.drawing ? [...this.currentLines, this.drawing] : this.currentLines, this.around.texts);
    }
    this.tell();
  }

  // Pixels through the table into a canvas of their own size; painted again only when something about it changed.
  private source(image: Image, entry: Entry): HTMLCanvasElement | ImageBitmap | undefined {
    const { pixels } = entry;
    if (!pixels)
      return entry.picture;
    const window = this.currentWindow!;
    const key = [this.stack!.series, this.index, pixels.level, window.center, window.width, window.shape, this.invert].join();
    if (key === this.painted)
      return this.picture;
    if (this.picture.width !== pixels.width || this.picture.height !== pixels.height)
      [this.picture.width, this.picture.height] = [pixels.width, pixels.height];
    const context = this.picture.getContext('2d', { alpha: false })!;
    const target = context.createImageData(pixels.width, pixels.height);
    const words = new Uint32Array(target.data.buffer);
    if (pixels.colour)
      paintColour(pixels, this.invert, words);
    else
      paintGrey(pixels, greyTable(image, window, this.invert), words);
    context.putImageData(target, 0, 0);
    this.painted = key;
    return this.picture;
  }

  // The corners, the slider and what a screen reader hears.
  private tell(): void {
    const { texts } = this.around;
    const { image, entry, stack, facts } = this;
    const window = entry?.pixels && !entry.pixels.colour ? this.currentWindow : undefined;
    const count = stack?.images.length ?? 0;
    const number = count > 0 ? `${this.index + 1}/${count}` : '';
    const level = stack && image ? this.around.loader.levelOf(stack, this.index) : nothing;
    const quality = level === nothing ? '' : !entry?.pixels && !image?.serverOnly ? texts.loading : level === 0 ? texts.full : `1/${2 ** level}`;
    const lines = [facts?.name ?? '', number, window ? `${texts.level} ${Math.round(window.center)} ${texts.width} ${Math.round(window.width)} ${window.name || facts?.windowName(window) || ''}` : '', quality];
    if (image && this.currentLines.length > 0)
      lines[2] += ` · ${this.currentLines.map(line => describe(lengthOf(image, line.from, line.to), texts)).join(' · ')}`;
    this.corners.forEach((corner, i) => { if (corner.textContent !== lines[i]) corner.textContent = lines[i]!; });
    const state = entry?.broken ? texts.broken : level === nothing ? texts.loading : image?.serverOnly ? texts.serverOnly : '';
    if (this.state.textContent !== state)
      this.state.textContent = state;
    this.state.classList.toggle('bad', entry?.broken === true);
    const label = texts.imageOf.replace('{0}', String(this.index + 1)).replace('{1}', String(count));
    this.slider.value = String(this.index + 1);
    this.slider.setAttribute('aria-valuetext', label);
    this.canvas.setAttribute('aria-label', `${facts?.name ?? ''}: ${label}`);
    Object.assign(this.element.dataset, { image: String(this.index + 1), level: String(level), series: stack?.series ?? '' });
  }
}

const shift = (view: View, by: Point): { x: number; y: number } => ({ x: view.x + by.x, y: view.y + by.y });
