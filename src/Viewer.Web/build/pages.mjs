// The gateway's own pages: every src/pages/*.ts and styles/*.css becomes one minified file with a content hash in its
// name under dist/app, and manifest.json tells the server which: { "site.css": "site.K2J4X7QA.css" }.
import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

export async function buildPages(root, output) {
  await rm(output, { recursive: true, force: true });
  const result = await build({
    entryPoints: [...(await entries(root, 'src/pages', '.ts')), ...(await entries(root, 'styles', '.css'))],
    outdir: output,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    entryNames: '[name].[hash]',
    assetNames: '[name].[hash]',
    chunkNames: '[name].[hash]',
    splitting: true,
    loader: { '.woff2': 'file', '.svg': 'file', '.png': 'file' },
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  const manifest = {};
  for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs))
    if (entryPoint)
      manifest[basename(entryPoint).replace(/\.ts$/, '.js')] = basename(file);
  await writeFile(join(output, 'manifest.json'), `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`);
  return Object.keys(result.metafile.outputs).map(file => resolve(root, file));
}

// A name with a leading underscore is a part that others import, not a page.
async function entries(root, folder, extension) {
  const files = await readdir(join(root, folder));
  return files.filter(f => f.endsWith(extension) && !f.startsWith('_') && !f.endsWith('.d.ts')).sort().map(f => `${folder}/${f}`);
}
