// Reads ZIP files (APPNOTE 6.3) by their central directory, ZIP64 included: what the gateway writes and what people pack again.

export interface Entry { name: string; size: number; read(): Promise<Uint8Array> }

const endLength = 22;

export async function isZip(file: Blob): Promise<boolean> {
  return file.size > endLength && (await view(file, 0, 4)).getUint32(0) === 0x504b0304;
}

/** Throws when the file is no ZIP, or packed in a way that this browser cannot undo. */
export async function entriesOf(file: Blob): Promise<Entry[]> {
  const { count, offset, size } = await directoryOf(file);
  const directory = await view(file, offset, size);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (directory.getUint32(at) !== 0x504b0102)
      throw new Error('central directory');
    const [nameLength, extraLength, commentLength] = [directory.getUint16(at + 28, true), directory.getUint16(at + 30, true), directory.getUint16(at + 32, true)];
    const wide = wideNumbers(directory, at, nameLength, extraLength);
    const method = directory.getUint16(at + 10, true);
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, nameLength));
    entries.push({ name, size: wide.size, read: () => contentOf(file, wide.offset, wide.packed, wide.size, method) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries.filter(entry => !entry.name.endsWith('/'));
}

async function directoryOf(file: Blob): Promise<{ count: number; offset: number; size: number }> {
  const length = Math.min(file.size, endLength + 0xffff);
  const tail = await view(file, file.size - length, length);
  for (let at = length - endLength; at >= 0; at--) {
    if (tail.getUint32(at) !== 0x504b0506)
      continue;
    const found = { count: tail.getUint16(at + 10, true), size: tail.getUint32(at + 12, true), offset: tail.getUint32(at + 16, true) };
    if (found.count !== 0xffff && found.offset !== 0xffffffff && found.size !== 0xffffffff)
      return found;
    const end = await view(file, Number(tail.getBigUint64(at - 20 + 8, true)), 56);
    return { count: Number(end.getBigUint64(32, true)), size: Number(end.getBigUint64(40, true)), offset: Number(end.getBigUint64(48, true)) };
  }
  throw new Error('end of central directory');
}

// extra field 0001 holds, in this order, those of size, packed size and offset that do not fit into 32 bits
function wideNumbers(directory: DataView, at: number, nameLength: number, extraLength: number): { packed: number; size: number; offset: number } {
  let [packed, size, offset] = [directory.getUint32(at + 20, true), directory.getUint32(at + 24, true), directory.getUint32(at + 42, true)];
  const end = at + 46 + nameLength + extraLength;
  for (let extra = at + 46 + nameLength; extra + 4 <= end; extra += 4 + directory.getUint16(extra + 2, true)) {
    if (directory.getUint16(extra, true) !== 1)
      continue;
    let next = extra + 4;
    const wide = (narrow: number): number => {
      if (narrow !== 0xffffffff)
        return narrow;
      next += 8;
      return Number(directory.getBigUint64(next - 8, true));
    };
    [size, packed, offset] = [wide(size), wide(packed), wide(offset)];
  }
  return { packed, size, offset };
}

async function contentOf(file: Blob, offset: number, packed: number, size: number, method: number): Promise<Uint8Array> {
  const header = await view(file, offset, 30);
  const begin = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const content = file.slice(begin, begin + packed);
  if (method === 0)
    return new Uint8Array(await content.arrayBuffer());
  if (method !== 8)
    throw new Error('compression method');
  return inflated(content.stream().pipeThrough(new DecompressionStream('deflate-raw')), size);
}

// a file that says 1 MB and unpacks to 100 GB ends here
async function inflated(stream: ReadableStream<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  const reader = stream.getReader();
  let at = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > size)
      throw new Error('longer than stated');
    bytes.set(part.value, at);
    at += part.value.length;
  }
  return at === size ? bytes : bytes.subarray(0, at);
}

async function view(file: Blob, offset: number, length: number): Promise<DataView> {
  return new DataView(await file.slice(offset, offset + length).arrayBuffer());
}
