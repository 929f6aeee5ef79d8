// What the viewer needs of an instance's DICOM JSON metadata (PS3.18 Annex F).

export type Json = Record<string, { vr?: string; Value?: unknown[]; InlineBinary?: string; BulkDataURI?: string } | undefined>;

/** A VOI window (PS3.3 C.11.2.1.2). */
export interface Window {
  readonly center: number;
  readonly width: number;
  readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
  readonly name: string;
}

/** Millimetres of a pixel. On a detector they are those of its surface: the body, nearer to the tube, is smaller. */
export interface Spacing {
  readonly row: number;
  readonly column: number;
  readonly atDetector: boolean;
}

/** A calibrated part of an ultrasound picture (PS3.3 C.8.5.5), in pixels and millimetres per pixel. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: number;
  readonly y: number;
}

/** One frame: how its samples lie and how they are shown. */
export interface Image {
  readonly sop: string;
  readonly frame: number;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly allocated: number;
  readonly bits: number;
  readonly shift: number;
  readonly signed: boolean;
  readonly photometric: string;
  readonly planar: boolean;
  readonly slope: number;
  readonly intercept: number;
  readonly unit: string;
  readonly windows: readonly Window[];
  readonly inverted: boolean;
  readonly spacing: Spacing | undefined;
  readonly regions: readonly Region[];
  /** Height of a pixel over its width. */
  readonly aspect: number;
  /** Milliseconds from frame to frame; undefined when the object is no loop. */
  readonly frameTime: number | undefined;
  /** Needs tables or sample kinds that only the server renders: palettes, LUTs, floats, more than 16 bits. */
  readonly serverOnly: boolean;
}

/** A series as the gateway describes it to this viewer: what all instances share once, beside what each has of its own. */
export interface StackFacts {
  readonly shared: Json;
  readonly instances: readonly Json[];
}

export const readStack = ({ shared, instances }: StackFacts): Image[] => readSeries(instances.map(own => ({ ...shared, ...own })));

/** The frames of a series in the order of the instance numbers, as the server's pages number them. */
export function readSeries(instances: readonly Json[]): Image[] {
  return instances
    .map((json, place) => ({ json, place, number: numbers(json, '00200013')[0] ?? Number.MAX_SAFE_INTEGER }))
    .sort((a, b) => a.number - b.number || a.place - b.place)
    .flatMap(({ json }) => readInstance(json));
}

export function readInstance(json: Json): Image[] {
  const [rows, columns] = [numbers(json, '00280010')[0] ?? 0, numbers(json, '00280011')[0] ?? 0];
  const sop = text(json, '00080018');
  if (!sop || rows < 1 || columns < 1)
    return [];
  const count = Math.max(1, numbers(json, '00280008')[0] ?? 1);
  return Array.from({ length: count }, (_, index) => readFrame(json, sop, rows, columns, index + 1));
}

function readFrame(json: Json, sop: string, rows: number, columns: number, frame: number): Image {
  const samples = numbers(json, '00280002')[0] ?? 1;
  const allocated = numbers(json, '00280100')[0] ?? 8;
  const stored = numbers(json, '00280101')[0] ?? allocated;
  const bits = stored > 0 && stored <= allocated ? stored : allocated;
  const shift = (numbers(json, '00280102')[0] ?? bits - 1) + 1 - bits;
  const photometric = text(json, '00280004') ?? 'MONOCHROME2';
  const values = group(json, frame, '00289145'); // Pixel Value Transformation
  const voi = group(json, frame, '00289132'); // Frame VOI LUT
  const measures = group(json, frame, '00289110'); // Pixel Measures
  const windows = readWindows(voi);
  const slope = numbers(values, '00281053')[0];
  const grey = photometric.startsWith('MONOCHROME');
  return {
    sop, frame, rows, columns, samples, allocated, bits,
    shift: shift > 0 && shift + bits <= allocated ? shift : 0,
    signed: numbers(json, '00280103')[0] === 1,
    photometric,
    planar: numbers(json, '00280006')[0] === 1,
    slope: slope || 1, // 0 would make every image blank
    intercept: numbers(values, '00281052')[0] ?? 0,
    unit: text(values, '00281054') ?? (text(json, '00080060') === 'CT' ? 'HU' : ''),
    windows,
    inverted: photometric === 'MONOCHROME1' || text(json, '20500020') === 'INVERSE',
    spacing: readSpacing(json, measures),
    regions: readRegions(json),
    aspect: readAspect(json, measures),
    frameTime: readFrameTime(json),
    serverOnly: allocated > 16 || allocated === 1 || (grey ? samples !== 1 : samples !== 3 || allocated !== 8 || bits !== 8)
      || !(grey || photometric === 'RGB' || photometric.startsWith('YBR_'))
      || items(json, '00283000').length > 0 || (windows.length === 0 && items(voi, '00283010').length > 0)
      || json['7FE00008'] !== undefined || json['7FE00009'] !== undefined,
  };
}

function readWindows(source: Json): Window[] {
  const [centers, widths, names] = [numbers(source, '00281050'), numbers(source, '00281051'), texts(source, '00281055')];
  const shape = text(source, '00281056')?.toUpperCase();
  const windows: Window[] = [];
  for (let i = 0; i < Math.min(centers.length, widths.length); i++) {
    const [center, width] = [centers[i]!, widths[i]!];
    if (width > 0)
      windows.push({ center, width, name: names[i] ?? '', shape: shape === 'SIGMOID' ? 'SIGMOID' : shape === 'LINEAR_EXACT' || width < 1 ? 'LINEAR_EXACT' : 'LINEAR' });
  }
  return windows;
}

// PS3.3 10.7.1.3: Pixel Spacing equal to Imager Pixel Spacing is that of the detector, not calibrated for the body.
function readSpacing(json: Json, measures: Json): Spacing | undefined {
  const [pixel, imager] = [numbers(measures, '00280030'), numbers(json, '00181164')];
  const atDetector = imager.length === 2 && (pixel.length !== 2 || (pixel[0] === imager[0] && pixel[1] === imager[1]));
  const [row, column] = pixel.length === 2 ? pixel : imager;
  return row !== undefined && column !== undefined && row > 0 && column > 0 ? { row, column, atDetector } : undefined;
}

function readRegions(json: Json): Region[] {
  const regions: Region[] = [];
  for (const item of items(json, '00186011')) {
    const [left, top, right, bottom] = ['00186018', '0018601A', '0018601C', '0018601E'].map(tag => numbers(item, tag)[0] ?? 0);
    const [unitX, unitY] = [numbers(item, '00186024')[0], numbers(item, '00186026')[0]];
    const [x, y] = [Math.abs(numbers(item, '0018602C')[0] ?? 0), Math.abs(numbers(item, '0018602E')[0] ?? 0)];
    if (unitX === 3 && unitY === 3 && x > 0 && y > 0) // 3 is centimetres
      regions.push({ left: left!, top: top!, right: right!, bottom: bottom!, x: x * 10, y: y * 10 });
  }
  return regions;
}

function readAspect(json: Json, measures: Json): number {
  const [vertical, horizontal] = numbers(json, '00280034');
  const [row, column] = numbers(measures, '00280030');
  const aspect = vertical && horizontal ? vertical / horizontal : row && column ? row / column : 1;
  return aspect > 0.05 && aspect < 20 ? aspect : 1;
}

function readFrameTime(json: Json): number | undefined {
  if ((numbers(json, '00280008')[0] ?? 1) < 2)
    return undefined;
  const time = numbers(json, '00181063')[0] ?? numbers(json, '00181065')[1];
  const rate = numbers(json, '00082144')[0] ?? numbers(json, '00180040')[0];
  return time && time > 0 ? time : rate && rate > 0 ? 1000 / rate : undefined;
}

// Enhanced objects: the frame's own functional group, else the shared one, else the instance itself (PS3.3 C.7.6.16).
function group(json: Json, frame: number, macro: string): Json {
  const own = items(json, '52009230')[frame - 1];
  const shared = items(json, '52009229')[0];
  return (own && items(own, macro)[0]) ?? (shared && items(shared, macro)[0]) ?? json;
}

function items(json: Json, tag: string): Json[] {
  return (json[tag]?.Value ?? []).filter((item): item is Json => typeof item === 'object' && item !== null);
}

export function numbers(json: Json, tag: string): number[] {
  return (json[tag]?.Value ?? []).map(Number).filter(Number.isFinite);
}

function texts(json: Json, tag: string): string[] {
  return (json[tag]?.Value ?? []).map(value => typeof value === 'string' ? value : '');
}

function text(json: Json, tag: string): string | undefined {
  return texts(json, tag)[0] || undefined;
}
