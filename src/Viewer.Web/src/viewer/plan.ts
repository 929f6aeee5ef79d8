// What to fetch next. Pure: the loader asks again whenever something moved or arrived.

/** Where a pane stands in its stack of images. */
export interface Place {
  readonly count: number;
  readonly index: number;
  /** 1 towards the end, -1 towards the beginning. */
  readonly direction: 1 | -1;
  /** The person looks at this image and does not move on. */
  readonly resting: boolean;
  /** The resolution (halvings) that the screen can show. */
  readonly restLevel: number;
  /** A loop is looked at moving: all its frames are wanted well enough for that. */
  readonly loop: boolean;
}

/** An image wanted at a resolution; level 3 is 1/8, 0 the whole. */
export interface Wish {
  readonly image: number;
  readonly level: number;
  /** The image somebody looks at: nothing that stands after it may slow it down. */
  readonly urgent: boolean;
}

const movingLevel = 2;
const previewLevel = 3;
const loopLevel = 1;
const near = 3;
const ahead = 12;

/**
 * All wishes, most wanted first. On a slow line everything comes as a preview and only what is rested on in full, after the
 * previews of its neighbours, so that 300 slices cost 1 to 2 MB; on a fast line neighbours come in full.
 */
export function plan(place: Place, fast: boolean): Wish[] {
  const { count, index, direction, resting, restLevel, loop } = place;
  const wishes: Wish[] = [];
  const wish = (image: number, level: number, urgent = false): void => {
    if (image >= 0 && image < count)
      wishes.push({ image, level: Math.max(restLevel, level), urgent });
  };
  const moving = fast ? movingLevel : previewLevel; // of what is passed by
  const around = (from: number, to: number, level: number): void => {
    for (let step = from; step <= to; step++) {
      wish(index + direction * step, level);
      if (step <= near)
        wish(index - direction * step, level);
    }
  };
  wish(index, resting && fast ? 0 : moving, true);
  if (resting && !fast) {
    around(1, near, moving);
    wish(index, 0, true);
  }
  around(1, near, fast && resting ? 0 : moving);
  around(near + 1, ahead, moving);
  for (let step = near + 1; step < count; step++) {
    wish(index + direction * step, moving);
    wish(index - direction * step, moving);
  }
  for (let step = 1; loop && step < count; step++)
    wish((index + step) % count, loopLevel);
  return wishes;
}

/** Milliseconds on an image after which it is wanted in full: the longer that takes, the surer one must be. `bytes` is the whole, `speed` bytes per second; 0 where not known. */
export const restAfter = (bytes: number, speed: number): number => Math.min(1500, Math.max(250, speed > 0 ? 300 * bytes / speed : 1000));

/** The least level (finest picture) whose bytes have all arrived; 4 when none has. `lengths` are those of 1/8, 1/4, 1/2, whole. */
export function completeLevel(lengths: readonly number[], arrived: number): number {
  for (let level = 0; level <= 3; level++)
    if (arrived >= (lengths[3 - level] ?? Infinity))
      return level;
  return 4;
}

/** Bytes to ask for when an image's own lengths are not known yet: a little more than its relatives needed. */
export function firstGuess(level: number, known: readonly number[] | undefined): number {
  const relative = known?.[3 - level];
  return relative ? Math.ceil(relative * 1.1) + 256 : [1 << 20, 64 << 10, 16 << 10, 16 << 10][level] ?? 16 << 10;
}

/** Reads the header Prefix-Lengths; undefined when it is not four rising numbers. */
export function readLengths(header: string | null): number[] | undefined {
  const lengths = header?.split(',').map(Number) ?? [];
  return lengths.length === 4 && lengths.every((length, i) => Number.isInteger(length) && length > 0 && length >= (lengths[i - 1] ?? 0)) ? lengths : undefined;
}
