// The gateway's own pages: every src/pages/*.ts and styles/*.css becomes one minified file with a content hash in its
// name under dist/app, and manifest.json tells the server which: { "site.css": "site.K2J4X7QA.css" }. The light viewer's worker
// and its codec lie beside them.
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

const codec = 'node_modules/@cornerstonejs/codec-openjph';

export async function buildPages(root, output) {
  await rm(output, { recursive: true, force: true });
  const common = {
    outdir: output,
    bundle: true,
    minify: true,
    target: 'es2020', // telephones of 2021
    charset: 'utf8',
    legalComments: 'none',
    entryNames: '[name].[hash]',
    assetNames: '[name].[hash]',
    chunkNames: '[name].[hash]',
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  };
  const pages = await build({
    ...common,
    entryPoints: [...(await entries(root, 'src/pages', '.ts')), ...(await entries(root, 'styles', '.css'))],
    format: 'esm',
    splitting: true,
    loader: { '.woff2': 'file', '.svg': 'file', '.png': 'file' },
  });
  // a classic script, since not every browser in use starts modules as workers; the codec's branch for Node is never taken
  const worker = await build({ ...common, entryPoints: ['src/viewer/decoder.ts'], format: 'iife', external: ['fs', 'path', 'crypto'] });
  // written whole into portable copies of evidence
  const checker = await build({ ...common, entryPoints: ['src/evidence/checker.ts'], format: 'iife' });
  const outputs = { ...pages.metafile.outputs, ...worker.metafile.outputs, ...checker.metafile.outputs };
  const manifest = {};
  for (const [file, { entryPoint }] of Object.entries(outputs))
    if (entryPoint)
      manifest[basename(entryPoint).replace(/\.ts$/, '.js')] = basename(file);
  const wasm = manifest['openjph.wasm'] = await writeHashed([join(root, codec, 'dist/openjphjs.wasm')], output, 'openjph', '.wasm');
  const licences = manifest['licences.txt'] = await writeHashed([join(root, codec, 'LICENSE'), join(root, 'build/openjph-licence.txt')], output, 'licences', '.txt');
  await writeFile(join(output, 'manifest.json'), `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`);
  return [...Object.keys(outputs).map(file => resolve(root, file)), join(output, wasm), join(output, licences)];
}

// The sources one after the other, under a name that changes with them.
async function writeHashed(sources, output, name, extension) {
  const content = Buffer.concat(await Promise.all(sources.map(source => readFile(source))));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  await writeFile(join(output, `${name}.${hash}${extension}`), content);
  return `${name}.${hash}${extension}`;
}

// A name with a leading underscore is a part that others import, not a page.
async function entries(root, folder, extension) {
  const files = await readdir(join(root, folder));
  return files.filter(f => f.endsWith(extension) && !f.startsWith('_') && !f.endsWith('.d.ts')).sort().map(f => `${folder}/${f}`);
}
