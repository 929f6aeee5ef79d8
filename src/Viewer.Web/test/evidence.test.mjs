// What checks a portable copy of evidence, held against Node's own cryptography.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/evidence');
let folder, plainHash, p256, signed, zip;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidence-'));
  const names = ['sha256', 'p256', 'signed', 'zip'];
  await build({ entryPoints: names.map(name => join(source, `${name}.ts`)), outdir: folder, bundle: true, format: 'esm', outExtension: { '.js': '.mjs' }, logLevel: 'error' });
  [plainHash, p256, signed, zip] = await Promise.all(names.map(name => import(pathToFileURL(join(folder, `${name}.mjs`)))));
});

after(() => rm(folder, { recursive: true }));

test('the plain hash is SHA-256 at every length around a block', () => {
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 100_001]) {
    const bytes = randomBytes(length);
    assert.equal(Buffer.from(plainHash.sha256(bytes)).toString('hex'), createHash('sha256').update(bytes).digest('hex'), `${length} bytes`);
  }
});

test('the plain check takes good signatures of P-256 and no other', () => {
  for (let round = 0; round < 8; round++) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const [px, py] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
    const message = randomBytes(50 + round);
    const signature = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const hash = createHash('sha256').update(message).digest();
    assert.equal(p256.verify(px, py, signature, hash), true);
    for (const at of [0, 31, 32, 63]) {
      const changed = Buffer.from(signature);
      changed[at] ^= 1;
      assert.equal(p256.verify(px, py, changed, hash), false);
    }
    const other = Buffer.from(hash);
    other[31] ^= 1;
    assert.equal(p256.verify(px, py, signature, other), false);
    assert.equal(p256.verify(py, px, signature, hash), false, 'no point of the curve');
    assert.equal(p256.verify(px, py, Buffer.alloc(64), hash), false);
    assert.equal(p256.verify(px, py, signature.subarray(0, 63), hash), false);
  }
});

test('canonical JSON sorts by UTF-16 units and writes numbers and texts in one way', () => {
  assert.equal(signed.canonical({ b: [1, 2.5, true, null], a: 'Đ"\n', '\u20ac': 1e21, aa: { y: 1, x: 2 } }), '{"a":"Đ\\"\\n","aa":{"x":2,"y":1},"b":[1,2.5,true,null],"\u20ac":1e+21}');
});

test('a tree of any number of leaves changes with each of them', async () => {
  const roots = new Set();
  for (let count = 0; count < 9; count++)
    roots.add(await signed.rootOf(Array.from({ length: count }, (_, index) => ({ sopInstanceUid: `1.2.${index}`, sha256: 'a', length: 1 }))));
  assert.equal(roots.size, 9);
  assert.equal(await signed.rootOf([]), createHash('sha256').digest('hex'));
});

test('a ZIP is read by its directory; one that unpacks to more than it says is refused', async () => {
  const text = Buffer.from('Kết luận: bình thường. '.repeat(100));
  const good = pack([{ name: 'a/b.txt', bytes: text, deflate: true }, { name: 'c.bin', bytes: randomBytes(10), deflate: false }]);
  const entries = await zip.entriesOf(new Blob([good]));
  assert.deepEqual(entries.map(entry => entry.name), ['a/b.txt', 'c.bin']);
  assert.deepEqual(Buffer.from(await entries[0].read()), text);
  assert.equal((await entries[1].read()).length, 10);
  const [bomb] = await zip.entriesOf(new Blob([pack([{ name: 'bomb', bytes: Buffer.alloc(1_000_000), deflate: true, says: 10 }])]));
  await assert.rejects(bomb.read());
  await assert.rejects(zip.entriesOf(new Blob([randomBytes(500)])));
  await assert.rejects(zip.entriesOf(new Blob([good.subarray(0, good.length - 30)])));
});

function pack(files) {
  const [locals, directory] = [[], []];
  let offset = 0;
  for (const { name, bytes, deflate, says } of files) {
    const data = deflate ? deflateRawSync(bytes) : bytes;
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const central = Buffer.alloc(46 + name.length);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(deflate ? 8 : 0, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(says ?? bytes.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    central.write(name, 46);
    locals.push(local, data);
    directory.push(central);
    offset += local.length + data.length;
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(whole.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, whole, end]);
}
