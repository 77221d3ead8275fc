/** Which pictures a sheet names: by the name of a file, or as its SKU, as `farm submit --images` finds them. */

const PICTURE = /.\.(png|jpe?g|webp)$/i;
const SEPARATORS = /["',;\t|{}[\]]/;

export function isPicture(name) {
  return PICTURE.test(name);
}

/** The last part of a path or an address, as the farm compares names. */
export function nameKey(word) {
  const path = word.includes('://') ? word.replace(/[?#].*$/, '') : word;
  return path.slice(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))).normalize('NFC').trim().toLowerCase();
}

/** The text of a sheet: UTF-16 where its mark says so, else UTF-8. */
export function sheetText(bytes) {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * The names among `names` that the sheet names. It is not read as the farm reads it: whatever stands between separators and
 * is called as a picture counts, so one too many may be found, and none too few.
 */
export function namedIn(text, names) {
  const byWord = new Map();
  for (const name of names) {
    const key = nameKey(name);
    for (const word of [key, key.replace(/\.[^.]+$/, '')]) byWord.set(word, [...(byWord.get(word) ?? []), name]);
  }
  const named = new Set();
  const find = word => byWord.get(nameKey(word))?.forEach(name => named.add(name));
  for (const line of text.split(/\r?\n/)) {
    line.split(SEPARATORS).forEach(find);
    line.split('"').forEach(find);
  }
  return named;
}

/** The files of what was dropped, those in folders too. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].filter(({ kind }) => kind === 'file').map(item => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const files = [];
  for (const entry of entries) await collect(entry, files);
  return files;
}

async function collect(entry, files) {
  if (!entry) return;
  if (entry instanceof File) files.push(entry);
  else if (entry.isFile) files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
  else {
    const reader = entry.createReader();
    const next = () => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    for (let page = await next(); page.length; page = await next()) {
      for (const inside of page) await collect(inside, files);
    }
  }
}
