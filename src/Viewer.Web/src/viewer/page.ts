// What the server's page says: addresses, texts, series and window presets, all in data attributes.
import type { StackFacts, Window } from './dicom.ts';
import { readLengths } from './plan.ts';

/** Texts in the reader's language; keys as the page writes them. */
export interface Texts {
  readonly loading: string;
  readonly broken: string;
  readonly serverOnly: string;
  readonly retrying: string;
  readonly closed: string;
  readonly full: string;
  readonly level: string;
  readonly width: string;
  readonly detector: string;
  readonly imageOf: string;
  readonly own: string;
  readonly automatic: string;
}

/** A series as the page lists it. */
export interface SeriesFacts {
  readonly uid: string;
  readonly name: string;
  readonly button: HTMLButtonElement;
  /** Presets for this kind of image, the most useful first; none unless its values are Hounsfield units. */
  readonly presets: readonly Window[];
  /** The window it is opened with instead of its own. */
  readonly window: Window | undefined;
  windowName(window: Window): string | undefined;
}

/** The front of a frame's codestream, with the lengths of its fronts for 1/8, 1/4, 1/2 and the whole. */
export interface Front {
  readonly bytes: Uint8Array;
  readonly lengths: number[];
}

/** Where to begin, and what the page brought along of it. */
export interface First {
  readonly series: string;
  readonly image: number;
  readonly sop: string;
  readonly frame: number;
  readonly front: Front | undefined;
  readonly stack: StackFacts | undefined;
}

export interface PageFacts {
  readonly root: HTMLElement;
  readonly texts: Texts;
  readonly dicomWeb: string;
  readonly images: string;
  readonly decoder: string;
  readonly codec: string;
  readonly series: readonly SeriesFacts[];
  readonly first: First;
}

export function readPage(root: HTMLElement): PageFacts {
  const { texts, windows, dicomWeb, images, decoder, codec, series, image, first, front, lengths, stack, window } = root.dataset as Record<string, string>;
  const presets = JSON.parse(windows!) as { key: string; name: string; center: number; width: number }[];
  const byKey = new Map(presets.map(({ key, name, center, width }) => [key, { name, center, width, shape: 'LINEAR' } satisfies Window as Window]));
  const [sop, frame] = first!.split('/');
  return {
    root, texts: JSON.parse(texts!) as Texts, dicomWeb: dicomWeb!, images: images!, decoder: decoder!, codec: codec!,
    series: [...root.querySelectorAll<HTMLButtonElement>('[data-series-uid]')].map(button => {
      const own = (button.dataset.windows ?? '').split(' ').flatMap(key => byKey.get(key) ?? []);
      return {
        uid: button.dataset.seriesUid!, name: button.dataset.name ?? '', button, presets: own,
        window: window && own.length > 0 ? byKey.get(window) : undefined,
        windowName: (wanted: Window) => own.find(one => one.center === wanted.center && one.width === wanted.width)?.name,
      };
    }),
    first: { series: series!, image: Number(image), sop: sop!, frame: Number(frame), front: readFront(front, lengths), stack: stack ? JSON.parse(stack) as StackFacts : undefined },
  };
}

function readFront(base64: string | undefined, lengths: string | undefined): Front | undefined {
  const read = readLengths(lengths ?? null);
  return base64 && read ? { bytes: Uint8Array.from(atob(base64), letter => letter.charCodeAt(0)), lengths: read } : undefined;
}
