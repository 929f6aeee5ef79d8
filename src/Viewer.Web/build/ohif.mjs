// Packages the published OHIF viewer: only the modules a hospital archive needs, minified, below /ohif/files/<version>/, with our
// index.html and app-config.js in front. Every patch must match exactly as often as it says, so that another OHIF version
// fails here and not in front of a radiologist.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, transform } from 'esbuild';
import { reachable } from './reachable.mjs';
import { selectModules, startupChunks } from './modules.mjs';

const publicPath = /__webpack_require__\.p = "\/"/;
const vietnamese = /\(\{\n {2}vi: \{\n(?: {4}\w+: vi_\w+_namespaceObject,?\n)+ {2}\}\n\}\)/;
const microscopyFolder = /window\.browserImportFunction\('\/dicom-microscopy-viewer\/[^']*'\)/;

/** What the output depends on: the viewer's version and everything in this project that shapes it. */
export async function ohifVersion(root) {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const folder of ['build', 'ohif'])
    for (const name of (await readdir(join(root, folder))).filter(n => /\.(mjs|ts|json|html)$/.test(n)).sort())
      hash.update(name).update(await readFile(join(root, folder, name)));
  return hash.digest('hex').slice(0, 10);
}

/** Writes `output` and returns the paths of everything in it. */
export async function buildOhif(root, output, version) {
  const dist = join(root, 'node_modules/@ohif/app/dist');
  const names = await listFiles(dist);
  const main = only(names.filter(name => /^app\.bundle\.[0-9a-f]+\.js$/.test(name)), 'main bundle');
  const base = `/ohif/files/${version}/`;

  const sources = new Map();
  const read = async name => {
    if (!sources.has(name))
      sources.set(name, await sourceOf(join(dist, name), name === main ? await readFile(join(root, 'ohif/vi.json'), 'utf8') : undefined, base));
    return sources.get(name);
  };
  const kept = await reachable([main, 'app.bundle.css'], names, read);

  await rm(output, { recursive: true, force: true });
  const notices = new Map();
  const written = [];
  const write = async (name, content) => {
    const target = join(output, name);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    written.push(target);
  };
  for (const name of kept) {
    let content = await read(name);
    if (/\.(js|css)$/.test(name)) {
      const packed = await minify(content, name);
      if (packed.legalComments)
        notices.set(name, packed.legalComments);
      content = packed.code;
    }
    await write(`files/${version}/${name}`, content);
  }
  await write(`files/${version}/licences.txt`, await licences(dirname(dist), notices));
  await write('app-config.js', await appConfig(root));
  const startup = startupChunks(await read(main)).map(id => kept.find(name => name.startsWith(`${id}.`) && name.endsWith('.js')));
  await write('index.html', await indexHtml(root, base, main, startup.filter(Boolean)));
  return written;
}

// `translations` (JSON) is given for the main bundle only, which alone has something to select and translate.
async function sourceOf(path, translations, base) {
  const name = basename(path);
  if (!/\.(js|css)$/.test(name))
    return readFile(path);
  let text = await readFile(path, 'utf8');
  if (name.endsWith('.css'))
    return text.replaceAll('url(/', `url(${base}`);
  text = replaced(text, publicPath, `__webpack_require__.p = "${base}"`, translations ? 1 : undefined, name);
  if (!translations)
    return text;
  text = replaced(text, microscopyFolder, 'Promise.reject(new Error("not part of this viewer"))', 1, name);
  text = replaced(text, vietnamese, `({ vi: ${translations} })`, 1, name);
  return selectModules(text);
}

/** Replaces every match; `times` (when given) is how often it must match. */
function replaced(text, pattern, by, times, name) {
  const matches = text.match(new RegExp(pattern, 'g'))?.length ?? 0;
  if (times !== undefined && matches !== times)
    throw new Error(`${name}: ${pattern} matches ${matches} times, expected ${times}. Has OHIF changed?`);
  return matches ? text.replace(new RegExp(pattern, 'g'), () => by) : text;
}

const minify = (text, name) => transform(text, {
  loader: name.endsWith('.css') ? 'css' : 'js',
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'external',
  logLevel: 'error',
});

async function appConfig(root) {
  const result = await build({
    entryPoints: [join(root, 'ohif/app-config.ts')],
    bundle: true, minify: true, write: false, format: 'iife', target: 'es2022', charset: 'utf8', logLevel: 'warning',
  });
  return result.outputFiles[0].contents;
}

async function indexHtml(root, base, main, startup) {
  const text = await readFile(join(root, 'ohif/index.html'), 'utf8');
  const preloads = startup.map(name => `<link rel="preload" as="script" href="${base}${name}">`).join('\n');
  return text.replaceAll('{base}', base).replaceAll('{main}', main).replace('{preloads}', preloads);
}

async function licences(folder, notices) {
  const own = await readFile(join(folder, 'LICENSE'), 'utf8');
  return [`OHIF Viewer (@ohif/app)\n\n${own}`, ...[...notices].sort().map(([name, text]) => `${name}\n\n${text}`)].join('\n\n');
}

async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(e => e.isFile()).map(e => join(e.parentPath ?? e.path, e.name).slice(folder.length + 1)).sort();
}

function only(items, what) {
  if (items.length !== 1)
    throw new Error(`Expected one ${what} in @ohif/app, found ${items.length}.`);
  return items[0];
}
