/** What is laid over the lines of a file that stays as it is, and the faulty lines as a sheet for a colleague. */

/** The API takes so many. */
export const MOST_CORRECTIONS = 10_000;

export class Corrections {
  #values = new Map();
  #skipped = new Set();

  /** @param list as `toList` gives it */
  constructor(list = []) {
    for (const { line, field, value, skip } of list) {
      if (skip) this.skip([line]);
      else this.set([line], field, value);
    }
  }

  get mended() {
    return [...this.#values.values()].reduce((sum, fields) => sum + fields.size, 0);
  }

  get left() {
    return this.#skipped.size;
  }

  get isFull() {
    return this.toList().length > MOST_CORRECTIONS;
  }

  value(line, field) {
    return this.#values.get(line)?.get(field);
  }

  set(lines, field, value) {
    for (const line of lines) {
      if (!this.#values.has(line)) this.#values.set(line, new Map());
      this.#values.get(line).set(field, value);
    }
  }

  skip(lines) {
    for (const line of lines) this.#skipped.add(line);
  }

  clear() {
    this.#values.clear();
    this.#skipped.clear();
  }

  /** As `renderfarm.corrections` has it; what is left out is not mended as well. */
  toList() {
    const list = [...this.#skipped].map(line => ({ line, skip: true }));
    for (const [line, fields] of this.#values) {
      if (this.#skipped.has(line)) continue;
      for (const [field, value] of fields) list.push({ line, field, value });
    }
    return list;
  }
}

/** Lines of a plan's groups, by line. */
export function faultyLines(groups) {
  const lines = new Map();
  for (const { param, lines: listed } of groups) {
    for (const { line, message, cells } of listed) {
      if (line === null || line === undefined) continue;
      const known = lines.get(line) ?? { line, cells, reasons: [] };
      known.reasons.push(param ? `${param}: ${message}` : message);
      lines.set(line, known);
    }
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

/** Faulty lines with a column for the line and one for the reason. */
export function csvOf(groups) {
  const lines = faultyLines(groups);
  const columns = [...new Set(lines.flatMap(({ cells }) => Object.keys(cells)))];
  const rows = lines.map(({ line, cells, reasons }) => [line, ...columns.map(column => cells[column] ?? ''), reasons.join('; ')]);
  return [['line', ...columns, 'reason'], ...rows].map(row => `${row.map(csvCell).join(',')}\r\n`).join('');
}

const CONTROL = String.raw`\x00-\x1F\x7F`;
const BLANKS = String.raw`[ \x00-\x08\x0B\x0C\x0E-\x1F\x7F\p{Z}\p{Cf}"]*`;
const FORMULA = String.raw`[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B\u2212]`;
const TO_GUARD = new RegExp(String.raw`^(?=[${CONTROL}])|(?:^|(?<=[;\t\r\n]))(?=${BLANKS}${FORMULA}|')`, 'gu');

/** An apostrophe wherever a spreadsheet would begin a formula: the rule of the farm's own `manifest.csv`. */
export function guarded(text) {
  return text.replace(TO_GUARD, "'");
}

function csvCell(value) {
  const text = guarded(String(value));
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The size nearest to one that the model cannot draw, or null. */
export function nearestSize(text, model) {
  const match = /^\s*(\d{1,5})\s*[x×*]\s*(\d{1,5})\s*$/i.exec(text ?? '');
  if (!match || !model?.multiple) return null;
  const [wide, high] = [Number(match[1]), Number(match[2])];
  if (!wide || !high) return null;
  const { multiple, min_side: least, max_side: most, max_pixels: pixels } = model;
  const shrink = Math.min(1, most / wide, most / high, Math.sqrt(pixels / (wide * high)));
  const side = length => Math.max(least, Math.min(most, Math.round((length * shrink) / multiple) * multiple));
  let [w, h] = [side(wide), side(high)];
  while (w * h > pixels && Math.max(w, h) > least) {
    if (w >= h) w -= multiple;
    else h -= multiple;
  }
  return w * h <= pixels ? `${w}x${h}` : null;
}
