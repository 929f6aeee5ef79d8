// The main bundle lists the extensions and modes it was built with and loads every listed mode before the first image. Only
// what CT, MR, X-ray, ultrasound, structured reports, segmentations and encapsulated PDF need stays.
const keptExtensions = [
  'extension-default', 'extension-cornerstone', 'extension-measurement-tracking', 'extension-cornerstone-dicom-sr',
  'extension-cornerstone-dicom-seg', 'extension-cornerstone-dicom-pmap', 'extension-cornerstone-dicom-rt',
  'extension-dicom-pdf', 'extension-dicom-video',
];
const keptModes = ['mode-longitudinal', 'mode-basic'];
const loadedModes = ['mode-longitudinal'];

const registration = /^pluginImports_(extensions|modes)\.push\("@ohif\/([a-z0-9-]+)"\);\n/gm;
const loader = /^ {2}if \(module === "@ohif\/([a-z0-9-]+)"\) \{\n.*\n.*\n {2}\}\n/gm;

/** The chunks that the viewer loads one after the other before its first image; the page asks for them all at once. */
export function startupChunks(text) {
  const ids = [];
  for (const [block, name] of text.matchAll(loader))
    if (keptExtensions.includes(name) || loadedModes.includes(name))
      ids.push(...[...block.matchAll(/__webpack_require__\.e\((?:\/\*[^*]*\*\/ ?)?(\d+)\)/g)].map(match => match[1]));
  return [...new Set(ids)];
}

/** Takes the other modules out of the main bundle's text. */
export function selectModules(text) {
  let registered = 0;
  let loaders = 0;
  const result = text
    .replace(registration, (line, kind, name) => {
      const keep = kind === 'modes' ? loadedModes.includes(name) : keptExtensions.includes(name);
      registered += keep ? 1 : 0;
      return keep ? line : '';
    })
    .replace(loader, (block, name) => {
      const keep = keptExtensions.includes(name) || keptModes.includes(name);
      loaders += keep ? 1 : 0;
      return keep ? block : '';
    });
  if (registered !== 2 + loadedModes.length || loaders !== keptExtensions.length + keptModes.length)
    throw new Error(`Found ${registered} registrations and ${loaders} loaders of modules. Has OHIF changed?`);
  return result;
}
