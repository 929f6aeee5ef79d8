// What this page holds against what was signed: words by where they stand in the signed list, pictures and documents by their hash.
import { fromBase64, hashHex, open } from './signed.ts';
import type { Manifest } from './signed.ts';
import { say } from './findings.ts';

export interface Listed { name: string; length: number; sha256: string }
export interface Package { format: string; id: string; manifestSha256: string; merkleRoot: string; files: Listed[]; reports: object[]; frozen: object[] }

const pageFile = 'evidence.html';

export function checkWords(signed: Package): void {
  const shown = [...document.querySelectorAll<HTMLElement>('[data-signed]')];
  let good = 0;
  for (const element of shown) {
    const value = valueAt(signed, element.dataset.signed!);
    const expected = element.dataset.as === 'time' ? time(String(value)) : String(value ?? '');
    if (element.textContent === expected.replace(/\r\n?/g, '\n'))
      good++;
    else
      say(`words ${element.dataset.signed}`, 'bad', 'ProofOtherWords', element.textContent ?? '', expected);
  }
  const places = new Set(shown.map(element => element.dataset.signed));
  for (const [place, value] of mustStand(signed))
    if (!places.has(place))
      say(`words ${place}`, 'bad', 'ProofLostWords', value);
  say('words', good > 0 ? 'good' : 'bad', 'ProofWords', good); // those that are not were named one by one
}

/** What may not be left out: who, which study, and what the reports say. */
function* mustStand(signed: Package): Generator<[string, string]> {
  for (const place of ['patient.name', 'patient.id', 'study.time', 'study.studyInstanceUid', 'owner', 'id', 'madeAt'])
    yield [place, String(valueAt(signed, place))];
  for (let index = 0; index < signed.reports.length; index++)
    for (const part of ['description', 'conclusion', 'readerName', 'time'])
      if (valueAt(signed, `reports.${index}.${part}`))
        yield [`reports.${index}.${part}`, String(valueAt(signed, `reports.${index}.${part}`))];
  for (let index = 0; index < signed.frozen.length; index++)
    yield [`frozen.${index}.reason`, String(valueAt(signed, `frozen.${index}.reason`))];
}

export async function checkFiles(signed: Package): Promise<void> {
  const expected = new Map(signed.files.filter(file => file.name !== pageFile).map(file => [file.name, file.sha256]));
  const holders = [...document.querySelectorAll<HTMLElement>('[data-file]')];
  let good = 0;
  for (const holder of holders) {
    const name = holder.dataset.file!;
    const bytes = bytesOf(holder);
    const hash = bytes && await hashHex(bytes);
    if (!expected.has(name))
      say(`file ${name}`, 'bad', 'ProofStrangeFile', name);
    else if (hash !== expected.get(name))
      say(`file ${name}`, 'bad', 'ProofOtherFile', name);
    else
      good++;
  }
  const strangers = [...document.images].filter(image => !image.dataset.file);
  if (strangers.length > 0)
    say('file ?', 'bad', 'ProofStrangeFile', 'img');
  for (const name of expected.keys())
    if (!holders.some(holder => holder.dataset.file === name))
      say(`file ${name}`, 'bad', 'ProofLostFile', name);
  if (good > 0)
    say('files', 'good', 'ProofFiles', good);
}

export async function checkFrozen(): Promise<void> {
  let good = 0;
  const holders = [...document.querySelectorAll<HTMLElement>('[data-file^="frozen/"]')];
  for (const holder of holders) {
    const signed = await open<Manifest>(new TextDecoder().decode(bytesOf(holder) ?? new Uint8Array()), 'study-manifest+jws').catch(() => null);
    if (signed)
      good++;
    else
      say(`frozen ${holder.dataset.file}`, 'bad', 'ProofNotSigned', holder.dataset.file!);
  }
  if (holders.length > 0)
    say('frozen', good === holders.length ? 'good' : 'bad', 'ProofFrozen', good);
}

/** Documents are handed out as files, under the name in the signed list. */
export function offerDocuments(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-save]')) {
    const holder = document.querySelector<HTMLElement>(`script[data-file="${CSS.escape(button.dataset.save!)}"]`);
    button.hidden = holder === null;
    button.addEventListener('click', () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([bytesOf(holder!) as BlobPart], { type: 'application/pdf' }));
      link.download = button.dataset.save!.replace('/', '-');
      link.click();
    });
  }
}

function bytesOf(holder: HTMLElement): Uint8Array | null {
  try {
    if (!(holder instanceof HTMLImageElement))
      return fromBase64(holder.textContent ?? '');
    const [kind, data] = (holder.getAttribute('src') ?? '').split(',', 2);
    return kind === 'data:image/jpeg;base64' && !holder.hasAttribute('srcset') ? fromBase64(data ?? '') : null;
  } catch {
    return null;
  }
}

function valueAt(signed: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], signed);
}

/** dd/MM/yyyy HH:mm in Viet Nam, as the gateway writes it. */
function time(text: string): string {
  const at = new Date(new Date(text).getTime() + 7 * 3_600_000).toISOString();
  return `${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(0, 4)} ${at.slice(11, 16)}`;
}
