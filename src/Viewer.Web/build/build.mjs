// npm run build: dist/app (our pages) and dist/ohif (the packaged viewer), minified and precompressed.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { precompress } from './compress.mjs';
import { buildPages } from './pages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, '.cache');

await precompress(await buildPages(root, join(root, 'dist/app')), cache);
