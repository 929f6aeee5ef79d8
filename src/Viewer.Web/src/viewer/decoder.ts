// The decoding worker: HTJ2K in, samples out. Built as a script of its own (decoder.js); the page hands over the compiled codec's bytes.
import openjph, { type OpenJph } from '@cornerstonejs/codec-openjph';
import type { Image } from './dicom.ts';
import { toRgb, untangled } from './colour.ts';
import type { Pixels } from './voi.ts';

export interface Job {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly level: number;
  readonly image: Image;
}

export type Answer = { readonly id: number; readonly pixels: Pixels } | { readonly id: number; readonly fault: string };

const scope = self as unknown as { onmessage: ((event: MessageEvent<ArrayBuffer | Job>) => void) | null; postMessage(answer: Answer, transfer?: Transferable[]): void };
let codec: Promise<OpenJph> | undefined;

scope.onmessage = ({ data }) => {
  if (data instanceof ArrayBuffer)
    codec = openjph({ wasmBinary: data, print: () => {}, printErr: () => {} });
  else
    void answer(data);
};

async function answer(job: Job): Promise<void> {
  try {
    const pixels = decode(await codec!, job);
    scope.postMessage({ id: job.id, pixels }, [pixels.samples.buffer]);
  } catch (fault) {
    scope.postMessage({ id: job.id, fault: String(fault) });
  }
}

function decode(openJph: OpenJph, { bytes, level, image }: Job): Pixels {
  const decoder = new openJph.HTJ2KDecoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.readHeader();
    const halvings = Math.min(level, decoder.getNumDecompositions());
    if (halvings > 0)
      decoder.decodeSubResolution(halvings);
    else
      decoder.decode();
    const { width: columns, height: rows, bitsPerSample, componentCount, isUsingColorTransform } = decoder.getFrameInfo();
    const [width, height] = [halved(columns, halvings), halved(rows, halvings)];
    const decoded = new Uint8Array(decoder.getDecodedBuffer()); // a copy: the codec's memory is used again
    if (decoded.length !== width * height * componentCount * (bitsPerSample > 8 ? 2 : 1))
      throw new Error(`${decoded.length} bytes for ${width} x ${height}`);
    const colour = componentCount === 3;
    const samples = colour // a component transform is undone: these are the samples of the metadata
      ? toRgb({ ...image, columns: width, rows: height }, isUsingColorTransform ? decoded : untangled(decoded, width, height), image.photometric, false)
      : bitsPerSample > 8 ? new Uint16Array(decoded.buffer) : decoded;
    return { width, height, level: halvings, samples, colour };
  } finally {
    decoder.delete();
  }
}

const halved = (size: number, times: number): number => Math.ceil(size / 2 ** times);
