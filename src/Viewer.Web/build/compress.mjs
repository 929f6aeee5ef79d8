// Brotli and gzip next to every compressible file: browsers ask for Brotli only over HTTPS, and many hospital networks speak
// plain HTTP. Brotli results are kept by content hash, so only what changed is compressed again.
import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip as gzipCompress } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gzip = promisify(gzipCompress);
const compressible = /\.(js|mjs|css|html|svg|json|wasm|txt)$/;
const worthIt = 512; // bytes; below this the header costs more than it saves

/** Writes `file.br` and `file.gz` beside each of `files` that can be made smaller. */
export async function precompress(files, cacheFolder) {
  await mkdir(cacheFolder, { recursive: true });
  const queue = [];
  for (const file of files)
    if (compressible.test(file) && (await stat(file)).size >= worthIt)
      queue.push({ file, size: (await stat(file)).size });
  queue.sort((a, b) => b.size - a.size); // the largest first, or one core idles at the end
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift())
      await compressOne(next.file, cacheFolder);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker));
}

async function compressOne(file, cacheFolder) {
  const content = await readFile(file);
  await writeFile(`${file}.gz`, await gzip(content, { level: 9 }));
  const cached = join(cacheFolder, `${createHash('sha256').update(content).digest('hex')}.br`);
  if (!(await exists(cached))) {
    const packed = await brotli(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        [constants.BROTLI_PARAM_MODE]: file.endsWith('.wasm') ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
      },
    });
    const part = `${cached}.${randomUUID()}.part`; // two files with the same content may be compressed at the same time
    await writeFile(part, packed);
    await rename(part, cached);
  }
  await copyFile(cached, `${file}.br`);
}

const exists = path => stat(path).then(() => true, () => false);
