// Requests on a bad line: measured, repeated with patience, given up only when the server says so.

/** What the person is told about the line. */
export type Line = 'good' | 'retrying' | 'closed';

/** The server refused for good: the link was withdrawn, the session ended, or there is no such thing. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`refused with ${status}`);
  }
}

/** The server cannot just now. */
class Busy extends Error {
  constructor(readonly status: number) {
    super(`try later: ${status}`);
  }
}

const pauses = [500, 1000, 2000, 4000, 8000]; // milliseconds between attempts
const silence = 20_000; // milliseconds without a byte after which a transfer counts as dead

export class Transport {
  onLine: (line: Line) => void = () => {};
  /** Bytes per second while something was under way; 0 until known. */
  speed = 0;
  /** Bytes of all bodies so far. */
  total = 0;
  private open = 0;
  private busySince = 0;
  private bytes = 0;

  /**
   * Fetches and hands every piece to `take` as it arrives. Repeats until it worked, was aborted, or was refused; `headers` is asked
   * again for each attempt, so that a transfer can go on where it broke off.
   * @throws Refused, or the abort's own error.
   */
  async get(url: string, headers: () => Record<string, string>, begin: (response: Response) => void, take: (piece: Uint8Array) => void, signal: AbortSignal, kept = false): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.attempt(url, headers(), begin, take, signal, kept);
        this.onLine('good');
        return;
      } catch (fault) {
        if (signal.aborted)
          throw fault;
        if (fault instanceof Refused) {
          if ([401, 403, 404, 410].includes(fault.status))
            this.onLine('closed');
          throw fault;
        }
        if (fault instanceof Busy && attempt >= pauses.length)
          throw new Refused(fault.status);
        this.onLine('retrying');
        await pause(pauses[Math.min(attempt, pauses.length - 1)]!, signal);
      }
    }
  }

  /** The whole body. What the browser may hold already (`kept`) says nothing about the line. */
  async bytesOf(url: string, accept: string, signal: AbortSignal = new AbortController().signal, kept = false): Promise<ArrayBuffer> {
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    await this.get(url, () => ({ Accept: accept }), () => { pieces = []; }, piece => { pieces.push(piece as Uint8Array<ArrayBuffer>); }, signal, kept);
    return new Blob(pieces).arrayBuffer();
  }

  async jsonOf<T>(url: string, accept: string): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.bytesOf(url, accept))) as T;
  }

  private async attempt(url: string, headers: Record<string, string>, begin: (response: Response) => void, take: (piece: Uint8Array) => void, signal: AbortSignal, kept: boolean): Promise<void> {
    const own = new AbortController();
    const stop = (): void => own.abort();
    signal.addEventListener('abort', stop);
    let timer = setTimeout(stop, silence);
    if (!kept)
      this.enter();
    try {
      const response = await fetch(url, { headers, signal: own.signal, credentials: 'same-origin', redirect: 'error' });
      if (response.status === 429 || response.status >= 500)
        throw new Busy(response.status);
      if (!response.ok)
        throw new Refused(response.status);
      begin(response);
      const reader = response.body!.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(timer);
        timer = setTimeout(stop, silence);
        if (!kept) {
          this.bytes += part.value.length;
          this.total += part.value.length;
        }
        take(part.value);
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (!kept)
        this.leave();
    }
  }

  private enter(): void {
    if (this.open++ === 0)
      [this.busySince, this.bytes] = [performance.now(), 0];
  }

  // a busy stretch that was long enough to say something about the line
  private leave(): void {
    const seconds = (performance.now() - this.busySince) / 1000;
    if (this.bytes > 8192 && seconds > 0)
      this.speed = this.speed ? 0.6 * this.speed + 0.4 * (this.bytes / seconds) : this.bytes / seconds;
    if (--this.open > 0)
      [this.busySince, this.bytes] = [performance.now(), 0];
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      if (signal.aborted)
        reject(new DOMException('aborted', 'AbortError'));
      else
        resolve();
    };
    const timer = setTimeout(end, milliseconds);
    addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
