// Files that a person gives the page: the ZIP, DICOM files, the hospital's keys. Nothing leaves the browser.
import { hashHex, instancesOf, open, utf8 } from './signed.ts';
import type { Key, Manifest } from './signed.ts';
import { say, withdraw, working } from './findings.ts';
import { entriesOf, isZip } from './zip.ts';
import type { Entry } from './zip.ts';
import type { Listed, Package } from './page.ts';

type CheckOne = (name: string, bytes: Uint8Array, listed: Map<string, Listed>) => Promise<'good' | 'bad' | 'unknown'>;

const heldTogether = ['manifest.json', 'package.json', 'jwks.json'];

/** onKeys: the hospital's published thumbprints were among the files. */
export async function checkGiven(files: File[], manifest: Manifest, shown: Package, kid: string, onKeys: (kids: string[]) => void): Promise<void> {
  withdraw('given ');
  working();
  const images = new Map(instancesOf(manifest).map(instance => [instance.sha256, instance.sopInstanceUid]));
  const found = new Set<string>();
  let ignored = 0;
  const checkOne: CheckOne = async (name, bytes, listed) => {
    const hash = await hashHex(bytes);
    const image = images.get(hash);
    if (image !== undefined)
      found.add(image);
    if (image !== undefined || listed.get(name)?.sha256 === hash)
      return 'good';
    if (!listed.has(name) && !isDicom(bytes))
      return 'unknown';
    say(`given ${name}`, 'bad', listed.has(name) ? 'ProofOtherFile' : 'ProofOtherImage', name);
    return 'bad';
  };
  const own = new Map(shown.files.map(file => [file.name, file]));
  for (const file of files) {
    if (await isZip(file)) {
      await checkZip(file, shown, kid, checkOne);
      continue;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    // alone: the key set that lies in a copy proves nothing about it, and comes with the other files
    const keys = files.length === 1 ? keysIn(bytes) : null;
    if (keys)
      onKeys(keys);
    else if (await checkOne(pathOf(file), bytes, own) === 'unknown')
      ignored++;
  }
  if (images.size > 0 && found.size === new Set(images.values()).size)
    say('images', 'good', 'ProofImages', found.size);
  else
    say('images', 'open', found.size > 0 ? 'ProofSomeImages' : 'ProofImagesOpen', found.size, images.size, images.size - found.size);
  if (ignored > 0)
    say('given ignored', 'open', 'ProofIgnored', ignored);
}

async function checkZip(file: File, shown: Package, kid: string, checkOne: CheckOne): Promise<void> {
  let entries: Entry[];
  let list: Package | undefined;
  try {
    entries = await entriesOf(file);
    const entry = entries.find(one => one.name === 'package.json');
    const signed = entry && await open<Package>(utf8(await entry.read()), 'evidence-package+jws');
    list = signed?.kid === kid ? signed.payload : undefined;
  } catch {
    say(`given ${file.name}`, 'bad', 'ProofBadZip', file.name);
    return;
  }
  // another copy of the same images will do: it brings its own list
  if (list?.merkleRoot !== shown.merkleRoot) {
    say(`given ${file.name}`, 'bad', 'ProofOtherZip', file.name);
    return;
  }
  const listed = new Map(list.files.map(one => [one.name, one]));
  let good = 0;
  for (const entry of entries.filter(one => !heldTogether.includes(one.name))) {
    const bytes = await entry.read().catch(() => null);
    const result = bytes === null ? 'broken' : await checkOne(entry.name, bytes, listed);
    if (result === 'good')
      good++;
    else if (result !== 'bad')
      say(`given ${entry.name}`, 'bad', result === 'broken' ? 'ProofOtherFile' : 'ProofStrangeFile', entry.name);
  }
  for (const name of listed.keys())
    if (!entries.some(entry => entry.name === name))
      say(`given ${name}`, 'bad', 'ProofLostFile', name);
  say('given zip', 'good', 'ProofZip', file.name, good);
}

function isDicom(bytes: Uint8Array): boolean {
  return bytes.length > 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
}

function keysIn(bytes: Uint8Array): string[] | null {
  try {
    const set = JSON.parse(utf8(bytes)) as { keys?: Key[] };
    return Array.isArray(set.keys) ? set.keys.map(key => key.kid) : null;
  } catch {
    return null;
  }
}

// in a folder that was chosen, a file is named by its path below it
function pathOf(file: File): string {
  return file.webkitRelativePath ? file.webkitRelativePath.slice(file.webkitRelativePath.indexOf('/') + 1) : file.name;
}
