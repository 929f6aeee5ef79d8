// Pure parts of the light viewer, built by esbuild and run by Node: `npm test`.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/viewer');
let folder, dicom, voi, geometry, plan, colour;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'viewer-'));
  const names = ['dicom', 'voi', 'geometry', 'plan', 'colour'];
  await build({ entryPoints: names.map(name => join(source, `${name}.ts`)), outdir: folder, format: 'esm', outExtension: { '.js': '.mjs' }, logLevel: 'error' });
  [dicom, voi, geometry, plan, colour] = await Promise.all(names.map(name => import(pathToFileURL(join(folder, `${name}.mjs`)))));
});

after(() => rm(folder, { recursive: true }));

const ct = {
  '00080018': { Value: ['1.2.3'] }, '00080060': { Value: ['CT'] }, '00200013': { Value: [7] }, '00280002': { Value: [1] }, '00280004': { Value: ['MONOCHROME2'] },
  '00280010': { Value: [512] }, '00280011': { Value: [512] }, '00280100': { Value: [16] }, '00280101': { Value: [12] }, '00280102': { Value: [11] }, '00280103': { Value: [1] },
  '00281050': { Value: [40, -500] }, '00281051': { Value: [400, 1500] }, '00281052': { Value: ['-1024'] }, '00281053': { Value: [1] }, '00280030': { Value: [0.5, 0.25] },
};

test('metadata of a slice', () => {
  const [image] = dicom.readInstance(ct);
  assert.deepEqual([image.slope, image.intercept, image.unit, image.bits, image.signed], [1, -1024, 'HU', 12, true]);
  assert.deepEqual(image.windows.map(window => [window.center, window.width]), [[40, 400], [-500, 1500]]);
  assert.deepEqual(image.spacing, { row: 0.5, column: 0.25, atDetector: false });
  assert.equal(image.aspect, 2);
  assert.equal(image.serverOnly, false);
});

test('images follow the instance numbers, frames their instance; what holds no image is left out', () => {
  const loop = { ...ct, '00080018': { Value: ['1.2.2'] }, '00200013': { Value: [3] }, '00280008': { Value: ['2'] } };
  const images = dicom.readSeries([ct, loop, { '00080018': { Value: ['1.2.9'] } }]);
  assert.deepEqual(images.map(image => [image.sop, image.frame]), [['1.2.2', 1], ['1.2.2', 2], ['1.2.3', 1]]);
});

test('an enhanced object takes a frame\'s own group, else the shared one', () => {
  const voiGroup = (center, width) => ({ '00289132': { Value: [{ '00281050': { Value: [center] }, '00281051': { Value: [width] } }] } });
  const enhanced = { ...ct, '00280008': { Value: [2] }, '52009230': { Value: [voiGroup(1, 2), {}] }, '52009229': { Value: [voiGroup(3, 4)] } };
  assert.deepEqual(dicom.readInstance(enhanced).map(image => [image.windows[0].center, image.windows[0].width]), [[1, 2], [3, 4]]);
});

test('what only the server can render is told', () => {
  for (const change of [{ '00280004': { Value: ['PALETTE COLOR'] } }, { '00280100': { Value: [32] } }, { '00283000': { Value: [{}] } }])
    assert.equal(dicom.readInstance({ ...ct, ...change })[0].serverOnly, true);
});

test('stored values: sign, bits above, shift', () => {
  const image = { bits: 12, shift: 0, signed: true };
  assert.equal(voi.storedValue(image, 0x0fff), -1);
  assert.equal(voi.storedValue(image, 0xf7ff), 2047);
  assert.equal(voi.storedValue({ bits: 12, shift: 4, signed: false }, 0xfff3), 4095);
});

test('windows of PS3.3 C.11.2.1.2: the ends are black and white, the middle is in the middle', () => {
  const linear = { center: 40, width: 400, shape: 'LINEAR' };
  assert.equal(voi.brightness(linear, 39.5 - 199.5), 0);
  assert.equal(voi.brightness(linear, 39.5), 0.5);
  assert.equal(voi.brightness(linear, 240), 1);
  assert.equal(voi.brightness({ ...linear, shape: 'LINEAR_EXACT' }, 40), 0.5);
  assert.equal(voi.brightness({ ...linear, shape: 'SIGMOID' }, 40), 0.5);
});

test('lengths: by spacing, on the detector, by ultrasound region, in pixels', () => {
  const [image] = dicom.readInstance(ct);
  assert.deepEqual(geometry.lengthOf(image, { x: 0, y: 0 }, { x: 12, y: 8 }), { value: 5, unit: 'mm', atDetector: false });
  const [detector] = dicom.readInstance({ ...ct, '00181164': { Value: [0.5, 0.25] } });
  assert.equal(geometry.lengthOf(detector, { x: 0, y: 0 }, { x: 4, y: 0 }).atDetector, true);
  const region = { '00186018': { Value: [0] }, '0018601A': { Value: [0] }, '0018601C': { Value: [99] }, '0018601E': { Value: [99] }, '00186024': { Value: [3] }, '00186026': { Value: [3] },
    '0018602C': { Value: [0.1] }, '0018602E': { Value: [0.1] } };
  const [ultrasound] = dicom.readInstance({ ...ct, '00280030': undefined, '00186011': { Value: [region] } });
  assert.deepEqual(geometry.lengthOf(ultrasound, { x: 10, y: 10 }, { x: 20, y: 10 }), { value: 10, unit: 'mm', atDetector: false });
  assert.equal(geometry.lengthOf(ultrasound, { x: 10, y: 10 }, { x: 200, y: 10 }).unit, 'px');
});

test('what lies under the fingers stays there', () => {
  const image = { rows: 512, columns: 512, aspect: 1 };
  const area = { width: 390, height: 600 };
  const point = { x: 100, y: 200 };
  const before = geometry.toImage(geometry.mappingOf(image, area, geometry.whole), point);
  const after = geometry.toImage(geometry.mappingOf(image, area, geometry.zoomedAt(geometry.whole, area, point, 3)), point);
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test('the resolution that a screen can show', () => {
  const image = { rows: 2500, columns: 2048, aspect: 1 };
  assert.equal(geometry.levelFor(image, { width: 390, height: 700 }, geometry.whole, 1), 2);
  assert.equal(geometry.levelFor(image, { width: 390, height: 700 }, geometry.whole, 2), 1);
  assert.equal(geometry.levelFor(image, { width: 390, height: 700 }, { zoom: 8, x: 0, y: 0 }, 2), 0);
});

test('a slow line brings previews, and in full only what is rested on, after its neighbours\' previews', () => {
  const place = { count: 300, index: 150, direction: 1, resting: true, restLevel: 0, loop: false };
  const slow = plan.plan(place, false);
  assert.deepEqual(slow[0], { image: 150, level: 3, urgent: true });
  assert.deepEqual(slow[7], { image: 150, level: 0, urgent: true });
  assert.deepEqual(slow.slice(1, 7).map(wish => wish.image).sort(), [147, 148, 149, 151, 152, 153]);
  assert.equal(slow.filter(wish => wish.level < 3).length, 1);
  assert.equal(new Set(slow.map(wish => wish.image)).size, 300);
  const passing = plan.plan({ ...place, resting: false }, false);
  assert.equal(passing.filter(wish => wish.level < 3).length, 0);
  assert.equal(new Set(passing.map(wish => wish.image)).size, 300);
  assert.equal(passing[1].image, 151);
  assert.ok(plan.plan(place, true).filter(wish => wish.level === 0).length > 1);
  assert.equal(new Set(plan.plan(place, true).map(wish => wish.image)).size, 300);
  assert.equal(plan.plan({ ...place, restLevel: 1 }, true).filter(wish => wish.level < 1).length, 0);
});

test('the longer the whole takes, the surer one must be to want it', () => {
  assert.deepEqual([[222_000, 64_000], [222_000, 10_000_000], [222_000, 1000], [0, 0]].map(([bytes, speed]) => Math.round(plan.restAfter(bytes, speed))), [1041, 250, 1500, 1000]);
});

test('a series described once for all instances', () => {
  const { '00080018': sop, '00200013': number, ...shared } = ct;
  const images = dicom.readStack({ shared, instances: [{ '00080018': sop, '00200013': number }, { '00080018': { Value: ['1.2.1'] }, '00200013': { Value: [1] } }] });
  assert.deepEqual(images.map(image => [image.sop, image.columns]), [['1.2.1', 512], ['1.2.3', 512]]);
});

test('prefix lengths', () => {
  assert.deepEqual(plan.readLengths('10, 20,30,40'), [10, 20, 30, 40]);
  for (const text of [null, '', '1,2,3', '4,3,2,1', 'a,b,c,d', '0,1,2,3'])
    assert.equal(plan.readLengths(text), undefined);
  assert.deepEqual([9, 10, 25, 39, 40].map(arrived => plan.completeLevel([10, 20, 30, 40], arrived)), [4, 3, 2, 1, 0]);
});

test('colour: planes, shared chroma, YBR', () => {
  const image = { rows: 1, columns: 2, photometric: 'RGB', planar: true };
  assert.deepEqual([...colour.toRgb(image, new Uint8Array([1, 2, 3, 4, 5, 6]))], [1, 3, 5, 2, 4, 6]);
  assert.deepEqual([...colour.toRgb({ ...image, photometric: 'YBR_FULL', planar: false }, new Uint8Array([100, 128, 128, 50, 128, 128]))], [100, 100, 100, 50, 50, 50]);
  assert.deepEqual([...colour.toRgb({ ...image, photometric: 'YBR_FULL_422', planar: false }, new Uint8Array([100, 50, 128, 128]))], [100, 100, 100, 50, 50, 50]);
});

test('what the codec wrote as rows in turn is put where it belongs', () => {
  // 2 x 2: planes 1 2 / 3 4, 5 6 / 7 8, 9 10 / 11 12, whose six rows went into the six places of an interleaved picture one after the other
  const tangled = new Uint8Array([1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12]);
  assert.deepEqual([...colour.untangled(tangled, 2, 2)], [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12]);
});
