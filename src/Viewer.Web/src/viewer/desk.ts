// The panes side by side, the tools around them, the keyboard, and the loading of what they show.
import { readStack, type StackFacts, type Window } from './dicom.ts';
import { Decoding } from './decoding.ts';
import type { Tool } from './gestures.ts';
import { Loader, type Stack, type StackWish } from './loader.ts';
import type { PageFacts, SeriesFacts } from './page.ts';
import { Pane, type Surroundings } from './pane.ts';
import { plan } from './plan.ts';
import { Transport, type Line } from './transport.ts';

const megabyte = 1 << 20;
const defaultFrameTime = 100; // milliseconds; a stack of slices played as a loop

export class Desk implements Surroundings {
  readonly texts;
  readonly loader: Loader;
  readonly panes: Pane[] = [];
  readonly transport = new Transport();
  private readonly decoding: Decoding;
  private readonly stacks = new Map<string, Promise<Stack>>();
  private readonly arrived: Stack[] = [];
  private readonly template: HTMLTemplateElement;
  private readonly area: HTMLElement;
  private readonly presets: HTMLSelectElement;
  private readonly line: HTMLElement;
  private active!: Pane;
  private chosen: Tool | undefined;
  private planned = 0;
  private early: Stack | undefined;
  private closed = false;

  constructor(private readonly page: PageFacts) {
    const { root } = page;
    this.texts = page.texts;
    this.template = root.querySelector('template')!;
    this.area = root.querySelector<HTMLElement>('.panes')!;
    this.presets = root.querySelector('select')!;
    this.line = root.querySelector<HTMLElement>('.line')!;
    this.transport.onLine = line => this.tellLine(line);
    this.decoding = new Decoding(page.decoder, page.codec, url => this.transport.bytesOf(url, '*/*', undefined, true));
    const memory = ((navigator as { deviceMemory?: number }).deviceMemory ?? 2) >= 4 ? 256 : 96;
    this.loader = new Loader(this.transport, this.decoding, page, memory * megabyte, memory / 2 * megabyte);
    this.loader.onChange = (stack, image) => {
      for (const pane of this.panes)
        if (pane.stack === stack && pane.index === image)
          pane.redraw();
      this.plan();
    };
    for (const facts of page.series)
      facts.button.addEventListener('click', () => void this.open(this.active, facts, 0));
    this.presets.addEventListener('change', () => this.choosePreset(this.presets.selectedIndex));
    root.addEventListener('click', event => {
      const button = (event.target as Element).closest<HTMLButtonElement>('button[data-do]');
      if (button)
        this.do(button.dataset.do!);
    });
    addEventListener('keydown', event => this.key(event));
    this.lay('1x1');
  }

  /** Opens what the page begins with. Where the page did not bring it along, the first frame is asked for beside its description. */
  start(): void {
    const { first, series } = this.page;
    void this.decoding.start();
    const facts = series.find(one => one.uid === first.series);
    if (!facts)
      return;
    this.early = this.loader.early(first);
    void this.open(this.active, facts, first.image - 1);
  }

  tool(pane: Pane): Tool {
    return this.chosen ?? (matchMedia('(pointer: coarse)').matches && (pane.stack?.images.length ?? 0) > 1 ? 'scroll' : 'window');
  }

  activate(pane: Pane): void {
    if (this.active === pane)
      return;
    this.active = pane;
    this.show();
  }

  moved(): void {
    this.plan();
  }

  // The list names the window in force; none after one was drawn by hand.
  windowed(pane: Pane): void {
    if (pane !== this.active)
      return;
    const chosen = pane.window;
    this.presets.selectedIndex = this.windows(pane).findIndex(([, window]) => window === chosen || window && chosen && window.center === chosen.center && window.width === chosen.width);
  }

  private async open(pane: Pane, facts: SeriesFacts, index: number): Promise<void> {
    this.play(pane, false);
    pane.show(undefined, facts, 0, undefined);
    this.show();
    let stack = this.stacks.get(facts.uid);
    if (!stack) {
      stack = this.fetch(facts.uid);
      this.stacks.set(facts.uid, stack);
      stack.catch(() => this.stacks.delete(facts.uid));
    }
    const loaded = await stack;
    if (pane.facts !== facts)
      return; // the person went on meanwhile
    pane.show(loaded, facts, index, facts.window);
    this.show();
  }

  private async fetch(series: string): Promise<Stack> {
    const { first } = this.page;
    const facts = series === first.series && first.stack || await this.transport.jsonOf<StackFacts>(`${this.page.dicomWeb}/series/${series}/stack`, 'application/json');
    const images = readStack(facts);
    const stack: Stack = { series, images, entries: images.map(() => ({ arrived: 0 })), progressive: true };
    if (this.early?.series === series)
      this.loader.adopt(this.early, stack);
    this.arrived.push(stack);
    return stack;
  }

  // once per frame, however much moved
  private plan(): void {
    this.planned ||= requestAnimationFrame(() => {
      this.planned = 0;
      const panes = [this.active, ...this.panes.filter(pane => pane !== this.active)].filter(pane => pane.stack);
      const wishes = panes.map(pane => plan(pane.place, this.loader.fast).map(wish => ({ ...wish, stack: pane.stack! })));
      this.loader.trim(this.arrived, new Map(panes.map(pane => [pane.stack!, pane.index])));
      this.loader.want(merge(wishes));
    });
  }

  private lay(layout: string): void {
    const count = { '1x1': 1, '1x2': 2, '2x2': 4 }[layout] ?? 1;
    while (this.panes.length > count)
      this.panes.pop()!.element.remove();
    const shown = new Set(this.panes.map(pane => pane.facts));
    while (this.panes.length < count) {
      const pane = new Pane(this.template, this);
      this.panes.push(pane);
      this.area.append(pane.element);
      // the only series stands beside itself, for two slices or two windows of it
      const next = this.page.series.find(facts => !shown.has(facts)) ?? this.panes[0]!.facts;
      shown.add(next);
      if (next && this.panes.length > 1)
        void this.open(pane, next, 0);
    }
    if (!this.panes.includes(this.active))
      this.active = this.panes[0]!;
    this.area.dataset.layout = layout;
    this.show();
  }

  private do(what: string): void {
    const pane = this.active;
    const [kind, value] = what.split(':');
    if (kind === 'tool')
      this.chosen = value as Tool;
    else if (kind === 'layout')
      this.lay(value!);
    else if (kind === 'invert') {
      pane.invert = !pane.invert;
      pane.redraw();
    } else if (kind === 'reset')
      pane.reset();
    else if (kind === 'play')
      this.play(pane, !pane.playing);
    else if (kind === 'remove')
      pane.removeLine();
    this.show();
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement)
      return;
    const pane = this.active;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9 };
    const actions: Record<string, string> = {
      w: 'tool:window', p: 'tool:pan', z: 'tool:zoom', s: 'tool:scroll', l: 'tool:length', i: 'invert', r: 'reset', Escape: 'reset', Delete: 'remove', Backspace: 'remove',
    };
    const slider = event.target instanceof HTMLInputElement; // has its own keys
    const step = steps[event.key];
    if (step !== undefined && !slider)
      pane.turn(pane.index + step);
    else if (event.key === '+' || event.key === '=' || event.key === '-')
      pane.zoom(event.key === '-' ? 1 / 1.25 : 1.25);
    else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement))
      this.do('play');
    else if (/^[1-9]$/.test(event.key) && Number(event.key) <= this.presets.options.length)
      this.choosePreset(Number(event.key) - 1);
    else if (actions[event.key])
      this.do(actions[event.key]!);
    else
      return;
    event.preventDefault();
  }

  // The image's own windows, then the presets of its kind.
  private windows(pane: Pane): (readonly [string, Window | undefined])[] {
    const own = pane.image?.windows ?? [];
    return [
      ...(own.length === 0 ? [[this.texts.automatic, undefined] as const] : own.map((window, i) => [`${this.texts.own} ${window.name || i + 1}`, i === 0 ? undefined : window] as const)),
      ...(pane.facts?.presets ?? []).map(window => [window.name, window] as const),
    ];
  }

  private choosePreset(index: number): void {
    const choice = this.windows(this.active)[index];
    if (choice)
      this.active.setWindow(choice[1]);
  }

  // A loop shows the next frame when it is there, and waits on a slow line instead of showing nothing.
  private play(pane: Pane, on: boolean): void {
    if (pane.playing === on)
      return;
    pane.playing = on && (pane.stack?.images.length ?? 0) > 1;
    if (pane.playing)
      void this.loop(pane);
    else
      pane.go(pane.index, true);
    this.show();
  }

  private async loop(pane: Pane): Promise<void> {
    while (pane.playing && this.panes.includes(pane)) {
      pane.step();
      await new Promise(next => setTimeout(next, pane.image?.frameTime ?? defaultFrameTime));
    }
    this.show();
  }

  // Once the link is withdrawn nothing more comes, whatever the cache still holds.
  private tellLine(line: Line): void {
    if (this.closed)
      return;
    this.closed = line === 'closed';
    if (this.closed)
      this.loader.close();
    const text = line === 'retrying' ? this.texts.retrying : line === 'closed' ? this.texts.closed : '';
    if (this.line.textContent !== text)
      this.line.textContent = text;
    this.line.hidden = text === '';
  }

  // The tools as they are now.
  private show(): void {
    const { root, series } = this.page;
    for (const pane of this.panes)
      pane.element.classList.toggle('active', pane === this.active && this.panes.length > 1);
    for (const facts of series)
      facts.button.setAttribute('aria-pressed', String(facts === this.active.facts));
    const pressed: Record<string, boolean> = {
      [`tool:${this.tool(this.active)}`]: true, [`layout:${this.area.dataset.layout}`]: true, invert: this.active.invert, play: this.active.playing,
    };
    for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-do]')) {
      if (button.hasAttribute('aria-pressed'))
        button.setAttribute('aria-pressed', String(pressed[button.dataset.do!] ?? false));
      if (button.dataset.do === 'play' || button.dataset.do === 'tool:scroll')
        button.hidden = (this.active.stack?.images.length ?? 0) < 2;
    }
    const names = this.windows(this.active).map(([name]) => name);
    if (names.join() !== [...this.presets.options].map(option => option.text).join())
      this.presets.replaceChildren(...names.map(name => new Option(name)));
    this.windowed(this.active);
  }
}

// What panes want: of each first all up to its last urgent wish.
function merge(lists: StackWish[][]): StackWish[] {
  const urgent = (list: StackWish[]): number => list.map(wish => wish.urgent).lastIndexOf(true) + 1;
  return [...lists.flatMap(list => list.slice(0, urgent(list))), ...lists.flatMap(list => list.slice(urgent(list)))];
}
