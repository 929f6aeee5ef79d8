// Brings images of the visible stacks, the most wanted first, and keeps within a bounded memory.
import type { Decoding } from './decoding.ts';
import type { Image } from './dicom.ts';
import type { First } from './page.ts';
import { completeLevel, firstGuess, readLengths, restAfter, type Wish } from './plan.ts';
import { Refused, type Transport } from './transport.ts';
import { toRgb } from './colour.ts';
import type { Pixels } from './voi.ts';

export const nothing = 4; // the level of an image of which nothing is there

/** What there is of one image. */
export interface Entry {
  pixels?: Pixels;
  /** A picture made by the server: for what only it can render, and meanwhile where frames cannot come in parts. */
  picture?: ImageBitmap;
  pictureSize?: number;
  front?: Uint8Array;
  arrived: number;
  lengths?: number[];
  tag?: string;
  running?: { readonly controller: AbortController; readonly level: number };
  decodingLevel?: number;
  broken?: boolean;
}

/** The images of one series. */
export interface Stack {
  readonly series: string;
  readonly images: readonly Image[];
  readonly entries: Entry[];
  /** Frames come as HTJ2K, whose front is a smaller picture; else whole and uncompressed. */
  progressive: boolean;
  /** Lengths that a relative of an unknown image had. */
  lengths?: number[];
}

/** A wish of a stack, in the order of urgency over all panes. */
export interface StackWish extends Wish {
  readonly stack: Stack;
}

/** Addresses below which frames and rendered pictures are. */
export interface Sources {
  /** `…/dicom-web/studies/{study}`. */
  readonly dicomWeb: string;
  /** `…/images/{study}`. */
  readonly images: string;
}

const fastLine = 200_000; // bytes per second from which waste does not matter
const previewSize = 512;
const wholeSize = 4096;
const smallTransfer = 8 << 10; // is let run when nobody wants it any more
const slowBudget = 3_500_000; // bytes

const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

export class Loader {
  /** Something arrived; the panes look whether it concerns them. */
  onChange: (stack: Stack, image: number) => void = () => {};
  private wishes: StackWish[] = [];
  private running = 0;
  private isFull = false;
  private closed = false;

  constructor(
    private readonly transport: Transport, private readonly decoding: Decoding, private readonly sources: Sources,
    private readonly mostDecoded: number, private readonly mostEncoded: number) {}

  get fast(): boolean {
    return this.transport.speed > fastLine && !savesData;
  }

  /** Replaces what is wanted. Transfers that bring a finer resolution than anybody wants any more end; what has arrived of them is kept. */
  want(wishes: StackWish[]): void {
    this.wishes = wishes;
    const wanted = new Map<Entry, number>();
    for (const { stack, image, level } of wishes) {
      const entry = stack.entries[image]!;
      wanted.set(entry, Math.min(level, wanted.get(entry) ?? nothing));
    }
    for (const stack of new Set(wishes.map(wish => wish.stack)))
      for (const entry of stack.entries)
        if (entry.running && entry.running.level < (wanted.get(entry) ?? nothing) && remaining(stack, entry) > smallTransfer)
          entry.running.controller.abort();
    this.work();
  }

  /** A frame whose description is not known yet: its front as the page brought it, else asked for. */
  early({ series, sop, frame, front }: First): Stack {
    const entry: Entry = front ? { arrived: front.bytes.length, front: front.bytes, lengths: front.lengths } : { arrived: 0 };
    const stack: Stack = { series, images: [{ sop, frame, rows: 0 } as Image], entries: [entry], progressive: true, ...(front ? { lengths: front.lengths } : {}) };
    if (!front)
      void this.bring(stack, 0, 2, true);
    return stack;
  }

  /** So much was fetched on a slow line that what is only rested on comes in half the resolution from now on; who enlarges it gets it whole. */
  get sparing(): boolean {
    return !this.fast && this.transport.total > slowBudget;
  }

  /** Milliseconds of rest after which an image of this stack is wanted in full. */
  patience(stack: Stack): number {
    return restAfter(stack.lengths?.[3] ?? 0, this.transport.speed);
  }

  /** Takes over what was asked for early. */
  adopt(early: Stack, stack: Stack): void {
    const { sop, frame } = early.images[0]!;
    const image = stack.images.findIndex(one => one.sop === sop && one.frame === frame);
    if (image < 0 || stack.images[image]!.serverOnly || !stack.progressive)
      return;
    stack.entries[image] = early.entries[0]!;
    stack.progressive = early.progressive;
    if (early.lengths)
      stack.lengths = early.lengths;
  }

  /** The best level there is of an image. */
  levelOf(stack: Stack, image: number): number {
    const entry = stack.entries[image];
    if (stack.images[image]?.serverOnly)
      return entry?.pictureSize === wholeSize ? 0 : entry?.picture ? 1 : nothing;
    return entry?.pixels?.level ?? (entry?.picture ? 1 : nothing); // no better preview will come
  }

  /** Asks for nothing any more. */
  close(): void {
    this.closed = true;
  }

  private work(): void {
    if (this.closed)
      return;
    const most = this.fast ? 6 : 4;
    let urgentWaits = false;
    for (const wish of this.wishes) {
      if (this.running >= most)
        return;
      const { stack, image, level } = wish;
      const entry = stack.entries[image]!;
      if (entry.broken || this.levelOf(stack, image) <= level)
        continue;
      urgentWaits ||= wish.urgent;
      // on a slow line nothing competes with what somebody looks at
      if (!wish.urgent && ((urgentWaits && !this.fast) || this.isFull))
        return;
      if (entry.running || this.decodeArrived(stack, image, level, wish.urgent))
        continue;
      void this.bring(stack, image, level, wish.urgent);
    }
  }

  private async bring(stack: Stack, image: number, level: number, urgent: boolean): Promise<void> {
    const entry = stack.entries[image]!;
    const controller = new AbortController();
    const { progressive } = stack;
    entry.running = { controller, level };
    this.running++;
    try {
      if (stack.images[image]!.serverOnly)
        await this.bringPicture(stack, image, level > 0 ? previewSize : wholeSize, controller.signal);
      else if (progressive)
        await this.bringFront(stack, image, level, urgent, controller.signal);
      else if (level > 0 || (!entry.picture && !this.fast))
        await this.bringPicture(stack, image, previewSize, controller.signal);
      else
        await this.bringWhole(stack, image, controller.signal);
    } catch (fault) {
      if (fault instanceof Refused && fault.status === 406 && progressive)
        stack.progressive = false; // no encoder here, or not for these pixels
      else if (!controller.signal.aborted) {
        entry.broken = true;
        this.onChange(stack, image);
      }
    } finally {
      delete entry.running;
      this.running--;
      this.work();
    }
  }

  private async bringFront(stack: Stack, image: number, level: number, urgent: boolean, signal: AbortSignal): Promise<void> {
    const entry = stack.entries[image]!;
    const { sop, frame } = stack.images[image]!;
    const headers = (): Record<string, string> => {
      const needed = entry.lengths?.[3 - level] ?? firstGuess(level, stack.lengths);
      return {
        Accept: 'image/jphc',
        Range: `bytes=${entry.arrived}-${Number.isFinite(needed) ? Math.max(needed, entry.arrived + 1) - 1 : ''}`,
        ...(entry.arrived > 0 && entry.tag ? { 'If-Range': entry.tag } : {}),
      };
    };
    const begin = (response: Response): void => {
      const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.slice(1).map(Number);
      const [start, end] = response.status === 206 && range ? [range[0]!, range[1]! + 1] : [0, Number(response.headers.get('Content-Length') ?? 0)];
      entry.arrived = Math.min(entry.arrived, start);
      entry.front = grown(entry.front, entry.arrived, end);
      entry.lengths = readLengths(response.headers.get('Prefix-Lengths')) ?? [Infinity, Infinity, Infinity, range?.[2] ?? (end || Infinity)];
      if (Number.isFinite(entry.lengths[0]))
        stack.lengths = entry.lengths;
      const tag = response.headers.get('ETag');
      if (tag?.startsWith('"'))
        entry.tag = tag;
    };
    const take = (piece: Uint8Array): void => {
      entry.front = grown(entry.front, entry.arrived, entry.arrived + piece.length);
      entry.front.set(piece, entry.arrived);
      entry.arrived += piece.length;
      this.decodeArrived(stack, image, 3, urgent);
    };
    await this.transport.get(`${this.sources.dicomWeb}/series/${stack.series}/instances/${sop}/frames/${frame}`, headers, begin, take, signal);
    if (entry.lengths?.[3] === Infinity) // the server did not say how long it would be
      entry.lengths[3] = entry.arrived;
  }

  /** Decodes the best complete resolution when it is better than what is shown; false when more bytes are needed for `level`. */
  private decodeArrived(stack: Stack, image: number, level: number, urgent: boolean): boolean {
    const entry = stack.entries[image]!;
    if (!entry.front || !entry.lengths || stack.images[image]!.rows === 0)
      return false;
    const complete = completeLevel(entry.lengths, entry.arrived);
    if (complete > level)
      return false;
    if (complete < (entry.pixels?.level ?? nothing) && complete < (entry.decodingLevel ?? nothing)) {
      entry.decodingLevel = complete;
      const front = entry.front.slice(0, Math.min(entry.arrived, entry.lengths[3 - complete]!));
      void this.decoding.decode(front, complete, stack.images[image]!, urgent).then(
        pixels => this.keep(stack, image, { ...pixels, level: complete }),
        () => { entry.broken = true; this.onChange(stack, image); });
    }
    return true;
  }

  private keep(stack: Stack, image: number, pixels: Pixels): void {
    const entry = stack.entries[image]!;
    if (entry.decodingLevel === pixels.level)
      delete entry.decodingLevel;
    if (pixels.level < (entry.pixels?.level ?? nothing))
      entry.pixels = pixels;
    this.onChange(stack, image);
    this.work();
  }

  private async bringWhole(stack: Stack, image: number, signal: AbortSignal): Promise<void> {
    const description = stack.images[image]!;
    const url = `${this.sources.dicomWeb}/series/${stack.series}/instances/${description.sop}/frames/${description.frame}`;
    const buffer = await this.transport.bytesOf(url, 'application/octet-stream', signal);
    const colour = description.samples === 3;
    const samples = colour ? toRgb(description, new Uint8Array(buffer)) : description.allocated > 8 ? new Uint16Array(buffer) : new Uint8Array(buffer);
    const { columns: width, rows: height } = description;
    if (samples.length < width * height * (colour ? 3 : 1))
      throw new Refused(422);
    this.keep(stack, image, { width, height, level: 0, samples, colour });
  }

  private async bringPicture(stack: Stack, image: number, size: number, signal: AbortSignal): Promise<void> {
    const { sop, frame } = stack.images[image]!;
    const buffer = await this.transport.bytesOf(`${this.sources.images}/${stack.series}/${sop}/${frame}?size=${size}`, 'image/*', signal);
    const entry = stack.entries[image]!;
    [entry.picture, entry.pictureSize] = [await createImageBitmap(new Blob([buffer])), size];
    this.onChange(stack, image);
  }

  /** Drops the images farthest from where somebody looks (`centres`) until the rest fits. */
  trim(stacks: Iterable<Stack>, centres: ReadonlyMap<Stack, number>): void {
    let [decoded, encoded] = [0, 0];
    const far: { entry: Entry; distance: number }[] = [];
    for (const stack of stacks) {
      const centre = centres.get(stack);
      stack.entries.forEach((entry, image) => {
        decoded += sizeOf(entry);
        encoded += entry.front?.length ?? 0;
        const distance = centre === undefined ? Infinity : Math.abs(image - centre);
        if (distance > 0 && !entry.running)
          far.push({ entry, distance });
      });
    }
    far.sort((a, b) => b.distance - a.distance);
    for (const { entry } of far) {
      if (decoded > this.mostDecoded) {
        decoded -= sizeOf(entry);
        entry.picture?.close();
        delete entry.pixels;
        delete entry.picture;
        delete entry.pictureSize;
      }
      if (encoded > this.mostEncoded && entry.front) {
        encoded -= entry.front.length;
        delete entry.front;
        entry.arrived = 0;
      }
    }
    this.isFull = decoded > 0.8 * this.mostDecoded || encoded > 0.8 * this.mostEncoded;
  }

}

function grown(bytes: Uint8Array | undefined, used: number, length: number): Uint8Array {
  if (bytes && bytes.length >= length)
    return bytes;
  const larger = new Uint8Array(Math.max(length, 2 * used));
  larger.set((bytes ?? larger).subarray(0, used));
  return larger;
}

const sizeOf = (entry: Entry): number => (entry.pixels?.samples.byteLength ?? 0) + (entry.picture ? entry.picture.width * entry.picture.height * 4 : 0);

const remaining = (stack: Stack, entry: Entry): number =>
  stack.progressive ? (entry.lengths?.[3 - (entry.running?.level ?? 0)] ?? 0) - entry.arrived : Infinity;
