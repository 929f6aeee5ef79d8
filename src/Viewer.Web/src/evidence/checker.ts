// The check inside a portable copy: runs by itself when the page is opened, from a USB stick too, and asks nothing of any network.
import { hashHex, instancesOf, open, rootOf } from './signed.ts';
import type { Manifest, Signed } from './signed.ts';
import { say } from './findings.ts';
import { checkFiles, checkFrozen, checkWords, offerDocuments } from './page.ts';
import type { Package } from './page.ts';
import { checkGiven } from './given.ts';

const text = (id: string): string => document.getElementById(id)?.textContent ?? '';
const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]'))
  button.addEventListener('click', () => { document.documentElement.lang = button.dataset.language!; });
document.querySelector<HTMLElement>('.languages')!.hidden = false;

void check();

async function check(): Promise<void> {
  const manifest = await opened<Manifest>('manifest', 'study-manifest+jws', 'ProofManifest');
  const shown = await opened<Package>('package', 'evidence-package+jws', 'ProofList');
  if (manifest && shown)
    await checkPage(manifest, shown);
}

async function opened<T>(id: string, type: string, name: string): Promise<Signed<T> | null> {
  try {
    const signed = await open<T>(text(id), type);
    say(id, signed ? 'good' : 'bad', signed ? 'ProofSigned' : 'ProofNotSigned', { key: name });
    return signed;
  } catch {
    say(id, 'bad', 'ProofUnreadable', { key: name });
    return null;
  }
}

async function checkPage(manifest: Signed<Manifest>, shown: Signed<Package>): Promise<void> {
  if (manifest.kid !== shown.kid)
    say('keys', 'bad', 'ProofOtherKey');
  if (await hashHex(new TextEncoder().encode(text('manifest'))) !== shown.payload.manifestSha256 || manifest.payload.merkleRoot !== shown.payload.merkleRoot)
    say('manifest of page', 'bad', 'ProofOtherManifest');
  const instances = instancesOf(manifest.payload);
  const fits = await rootOf(instances) === manifest.payload.merkleRoot && instances.length === manifest.payload.counts.instances;
  say('tree', fits ? 'good' : 'bad', fits ? 'ProofTree' : 'ProofNotTree', instances.length);
  checkWords(shown.payload);
  await checkFiles(shown.payload);
  await checkFrozen();
  say('images', 'open', 'ProofImagesOpen');
  say('key', 'open', 'ProofKeyOpen');
  element('kid').textContent = shown.kid;
  element('more').hidden = false;
  offerDocuments();
  listen(manifest.payload, shown);
}

function listen(manifest: Manifest, shown: Signed<Package>): void {
  const compare = (kids: string[]): void => say('key', kids.includes(shown.kid) ? 'good' : 'bad', kids.includes(shown.kid) ? 'ProofKeyGood' : 'ProofKeyBad');
  const take = (files: Iterable<File>): void => { void checkGiven([...files], manifest, shown.payload, shown.kid, compare); };
  for (const id of ['files', 'folder'])
    element<HTMLInputElement>(id).addEventListener('change', event => take((event.target as HTMLInputElement).files ?? []));
  element('published').addEventListener('input', event => {
    const typed = (event.target as HTMLInputElement).value.trim();
    if (typed === '')
      say('key', 'open', 'ProofKeyOpen');
    else
      compare([typed]);
  });
  addEventListener('dragover', event => event.preventDefault());
  addEventListener('drop', event => {
    event.preventDefault();
    take(event.dataTransfer?.files ?? []);
  });
}
