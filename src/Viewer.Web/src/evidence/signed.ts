// Hashes, signatures (RFC 7515, flattened, ES256 only), canonical JSON (RFC 8785) and the tree (RFC 6962 2.1), as the gateway makes them.
import { verify } from './p256.ts';
import { sha256 } from './sha256.ts';

export interface Key { kty: string; crv: string; x: string; y: string; kid: string }
export interface Signed<T> { kid: string; payload: T }
export interface Instance { sopInstanceUid: string; sha256: string; length: number }
export interface Manifest { format: string; studyInstanceUid: string; merkleRoot: string; counts: { instances: number }; series: { instances: Instance[] }[] }

const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;

export async function hash(bytes: Uint8Array): Promise<Uint8Array> {
  return subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes as BufferSource)) : sha256(bytes);
}

export async function hashHex(bytes: Uint8Array): Promise<string> {
  return hex(await hash(bytes));
}

/** What was signed, when the signature fits the key in its header; null when it does not. Throws when it cannot be read. */
export async function open<T>(text: string, type: string): Promise<Signed<T> | null> {
  const signed = JSON.parse(text) as { payload: string; protected: string; signature: string };
  const header = JSON.parse(utf8(fromBase64Url(signed.protected))) as { alg: string; typ: string; kid: string; jwk: Key };
  const payload = JSON.parse(utf8(fromBase64Url(signed.payload))) as T;
  const { jwk } = header;
  const isOurs = header.alg === 'ES256' && header.typ === type && jwk.kid === header.kid && await thumbprint(jwk) === header.kid
    && text === JSON.stringify({ payload: signed.payload, protected: signed.protected, signature: signed.signature })
    && [signed.payload, signed.protected, signed.signature].every(part => toBase64Url(fromBase64Url(part)) === part);
  return isOurs && await isSigned(jwk, new TextEncoder().encode(`${signed.protected}.${signed.payload}`), fromBase64Url(signed.signature)) ? { kid: header.kid, payload } : null;
}

async function isSigned(key: Key, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (!subtle)
    return verify(fromBase64Url(key.x), fromBase64Url(key.y), signature, sha256(bytes));
  const opened = await subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x: key.x, y: key.y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, opened, signature as BufferSource, bytes as BufferSource);
}

/** RFC 7638. */
export async function thumbprint(key: Key): Promise<string> {
  return toBase64Url(await hash(new TextEncoder().encode(`{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`)));
}

export function canonical(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object')
    return JSON.stringify(value);
  return `{${Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

export function instancesOf(manifest: Manifest): Instance[] {
  return manifest.series.flatMap(series => series.instances);
}

export async function rootOf(instances: Instance[]): Promise<string> {
  const sorted = [...instances].sort((a, b) => a.sopInstanceUid < b.sopInstanceUid ? -1 : 1);
  const leaves = await Promise.all(sorted.map(instance => hash(joined([0], new TextEncoder().encode(canonical(instance))))));
  return hex(leaves.length === 0 ? await hash(new Uint8Array()) : await node(leaves));
}

async function node(leaves: Uint8Array[]): Promise<Uint8Array> {
  if (leaves.length === 1)
    return leaves[0]!;
  const left = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return hash(joined([1], await node(leaves.slice(0, left)), await node(leaves.slice(left))));
}

function joined(...parts: (Uint8Array | number[])[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
}

function fromBase64Url(text: string): Uint8Array {
  return fromBase64(text.replace(/-/g, '+').replace(/_/g, '/'));
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

export function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
