// Decoding beside the page: a few workers, each with the codec of its own.
import type { Answer, Job } from './decoder.ts';
import type { Image } from './dicom.ts';
import type { Pixels } from './voi.ts';

type Waiting = { readonly job: Job; readonly done: (pixels: Pixels) => void; readonly failed: (fault: Error) => void };

export class Decoding {
  private readonly queue: Waiting[] = [];
  private readonly idle: Worker[] = [];
  private readonly running = new Map<number, Waiting>();
  private next = 0;

  /** `fetchAsset` brings the worker's script (into the browser's cache) and the codec, with its own patience on a bad line. */
  constructor(private readonly script: string, private readonly codec: string, private readonly fetchAsset: (url: string) => Promise<ArrayBuffer>) {}

  /** Begins to fetch what decoding needs. */
  async start(): Promise<void> {
    const [codec] = await Promise.all([this.fetchAsset(this.codec), this.fetchAsset(this.script)]);
    const count = Math.max(1, Math.min(3, (navigator.hardwareConcurrency || 2) - 1));
    for (let i = 0; i < count; i++) {
      const worker = new Worker(this.script);
      worker.postMessage(codec);
      worker.onmessage = (event: MessageEvent<Answer>) => this.finish(worker, event.data);
      this.idle.push(worker);
    }
    this.work();
  }

  /** Decodes the front of a codestream; urgent work passes what waits. */
  decode(bytes: Uint8Array, level: number, image: Image, urgent: boolean): Promise<Pixels> {
    return new Promise((done, failed) => {
      const waiting = { job: { id: this.next++, bytes, level, image }, done, failed };
      if (urgent)
        this.queue.unshift(waiting);
      else
        this.queue.push(waiting);
      this.work();
    });
  }

  private work(): void {
    while (this.idle.length > 0 && this.queue.length > 0) {
      const [worker, waiting] = [this.idle.pop()!, this.queue.shift()!];
      this.running.set(waiting.job.id, waiting);
      worker.postMessage(waiting.job, [waiting.job.bytes.buffer]);
    }
  }

  private finish(worker: Worker, answer: Answer): void {
    const waiting = this.running.get(answer.id);
    this.running.delete(answer.id);
    this.idle.push(worker);
    if ('pixels' in answer)
      waiting?.done(answer.pixels);
    else
      waiting?.failed(new Error(answer.fault));
    this.work();
  }
}
