// Which of the published files can be requested at all, starting from the page: webpack chunks name each other by number,
// workers too, and assets by file name.
const chunkReference = /__webpack_require__\.[eu]\((?:\/\*[^*]*\*\/ ?)?(\d+)\)/g;
const workerStart = /\[([\d,]+)\]\.map\(__webpack_require__\.e/g; // what a worker loads before its own code

/** The names among `names` that `roots` need, sorted; `read(name)` gives a file's (patched) text. */
export async function reachable(roots, names, read) {
  const assets = names.filter(name => !/\.(js|css|html|map|json)$/.test(name));
  const found = new Set();
  const queue = [...roots];
  const chunkNames = await namedChunks(roots[0], read);
  for (let name = queue.pop(); name; name = queue.pop()) {
    if (found.has(name))
      continue;
    found.add(name);
    if (!/\.(js|css)$/.test(name))
      continue;
    const text = await read(name);
    const ids = [...text.matchAll(chunkReference)].map(match => match[1]);
    for (const [, list] of text.matchAll(workerStart))
      ids.push(...list.split(','));
    for (const id of ids) {
      const prefix = `${chunkNames.get(id) ?? id}.`;
      const files = names.filter(other => other === `${id}.css` || (other.startsWith(prefix) && other.endsWith('.js')));
      if (files.length === 0)
        throw new Error(`${name} asks for chunk ${id}, which the package does not hold.`);
      queue.push(...files);
    }
    queue.push(...assets.filter(asset => !found.has(asset) && text.includes(asset)));
  }
  return [...found].sort();
}

// webpack/runtime/get javascript chunk filename: ({1644: "interpolation",6915: …}[chunkId] || chunkId)
async function namedChunks(main, read) {
  const table = /__webpack_require__\.u = [\s\S]*?return "" \+ \(\{([^}]*)\}\[chunkId\]/.exec(await read(main));
  if (!table)
    throw new Error('The table of chunk names was not found. Has OHIF changed?');
  return new Map([...table[1].matchAll(/(\d+): "([^"]+)"/g)].map(([, id, name]) => [id, name]));
}
