// npm run build: dist/app (our pages) and dist/ohif (the packaged viewer), minified and precompressed.
// What is already built from the same sources is left alone.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { precompress } from './compress.mjs';
import { buildOhif, ohifVersion } from './ohif.mjs';
import { buildPages } from './pages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');

await precompress(await buildPages(root, join(root, 'dist/app')), cache);

const viewer = join(root, 'dist/ohif');
const version = await ohifVersion(root);
const stamp = join(viewer, 'built-from.txt');
if (await readFile(stamp, 'utf8').catch(() => '') !== version) {
  await rm(viewer, { recursive: true, force: true });
  await precompress(await buildOhif(root, viewer, version), cache);
  await writeFile(stamp, version); // last: without it the next run starts over
}
