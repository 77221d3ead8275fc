/** A batch that is being put together: everything that a submission says, and nothing of how it is shown. */

import { newKey } from './api.js';
import { Corrections } from './corrections.js';
import { store, stored } from './settings.js';

const KEY = 'renderfarm.draft';
const PREVIEWS = 12;
const PREVIEWS_FROM = 200;
const NOTHING = { preset: '', profile: '', template: '', shapes: [], n: '', steps: '', guidance: '', negative: '', seed: '', model: '', name: '', priority: 0, stops: false, previews: null, leavesOut: false, edits: false, mask: '', maskName: '', strength: '', feather: '', place: '', resize: '', outline: '', paste: '' };

export class Draft {
  file = null;
  corrections = new Corrections();
  mapping = {};
  /** Ids of product pictures by their names. */
  images = {};
  values = { ...NOTHING };
  /** One for each batch that is handed in, however often the same is tried. */
  key = newKey();
  #tried = null;

  static restored() {
    const draft = new Draft();
    const { file, corrections, mapping, images, values, key } = stored(KEY);
    if (!file?.id || !key) return draft;
    Object.assign(draft, { file, key, mapping: mapping ?? {}, images: images ?? {}, values: { ...NOTHING, ...values }, corrections: new Corrections(corrections) });
    return draft;
  }

  keep() {
    store(KEY, this.file && { file: this.file, corrections: this.corrections.toList(), mapping: this.mapping, images: this.images, values: this.values, key: this.key });
  }

  /** The key of a submission with that body: another one once something was changed since the last try. */
  keyFor(body) {
    const request = JSON.stringify(body);
    if (this.#tried !== null && this.#tried !== request) this.key = newKey();
    this.#tried = request;
    this.keep();
    return this.key;
  }

  /** Another file: what was mended in the last one says nothing of it. */
  take(file) {
    this.file = file;
    this.key = newKey();
    this.#tried = null;
    this.corrections = new Corrections();
    this.mapping = {};
    this.images = {};
    this.values.leavesOut = false;
    this.values.name = file?.filename.replace(/\.[^.]+$/, '') ?? '';
  }

  /** After it was handed in. */
  end() {
    store(KEY, null);
    this.key = newKey();
    this.#tried = null;
    this.file = null;
  }

  /** What was set by hand, which goes before the chosen preset: null where nothing was. */
  ownFields() {
    const { shapes, n, steps, guidance, negative, profile } = this.values;
    const own = { profile, size: shapes.length === 1 ? shapes[0] : '', n, num_inference_steps: steps, guidance_scale: guidance, negative_prompt: negative.trim(), ...this.#ofEdits() };
    const set = Object.entries(own).filter(([, value]) => value !== '' && value !== null).map(([field, value]) => [field, String(value)]);
    return set.length ? Object.fromEntries(set) : null;
  }

  #ofEdits() {
    const { edits, mask, strength, feather, place, resize, outline, paste } = this.values;
    return edits ? { mask, strength, feather, place: place.trim(), resize, mask_to_latents: outline, paste } : {};
  }

  /** What a preset can keep of it: a mask that is a file of today cannot be. */
  presetFields() {
    const own = this.ownFields();
    if (own?.mask?.startsWith('file-')) delete own.mask;
    return own && Object.keys(own).length ? own : null;
  }

  wantsPreviews(pictures) {
    return this.values.previews ?? pictures >= PREVIEWS_FROM;
  }

  previewEvery(pictures) {
    return Math.max(2, Math.ceil(pictures / PREVIEWS));
  }

  previews(pictures) {
    return Math.ceil(pictures / this.previewEvery(pictures));
  }

  /** The body of a plan, or with its pictures known of a submission. */
  body(pictures = 0) {
    const { values } = this;
    const options = {
      name: values.name.trim() || undefined,
      priority: values.priority || undefined,
      stop_when_failed: values.stops ? 0.05 : undefined,
      preview: pictures && this.wantsPreviews(pictures) ? { every: this.previewEvery(pictures), approve: true } : undefined,
      seed: values.seed === '' ? undefined : Number(values.seed),
      preset: values.preset || undefined,
      fields: this.ownFields() ?? undefined,
      template: values.template.trim() || undefined,
      variants: values.shapes.length > 1 ? { size: values.shapes } : undefined,
      mapping: Object.keys(this.mapping).length ? this.mapping : undefined,
      corrections: this.corrections.toList(),
      on_invalid: values.leavesOut ? 'skip_lines' : undefined,
      images: values.edits && Object.keys(this.images).length ? this.images : undefined,
    };
    if (options.corrections.length === 0) delete options.corrections;
    return { input_file_id: this.file.id, endpoint: values.edits ? '/v1/images/edits' : '/v1/images/generations', completion_window: '24h', model: values.model || undefined, renderfarm: options };
  }

  /** The same for a terminal: `farm submit` where its options say all of it, else the requests themselves. */
  command(pictures, origin) {
    const body = this.body(pictures);
    const { name, priority, stop_when_failed: stop, preview, seed, preset, fields, template, variants, mapping, corrections, on_invalid: invalid, images } = body.renderfarm;
    if (corrections) return `curl ${quoted(`${origin}/v1/batches`)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
    const options = { url: origin, name, model: body.model, priority, 'stop-when-failed': stop, 'preview-every': preview?.every, seed, preset, template, 'on-invalid': invalid };
    const words = Object.entries(options).filter(([, value]) => value !== undefined).map(([option, value]) => `--${option} ${quoted(value)}`);
    if (preview) words.push('--approve');
    if (this.values.edits) words.push(images ? '--images FOLDER' : '--edits');
    if (variants) words.push(`--variants ${quoted(`size=${variants.size.join(',')}`)}`);
    for (const [field, value] of Object.entries(fields ?? {})) words.push(`--set ${quoted(`${field}=${value}`)}`);
    for (const [field, column] of Object.entries(mapping ?? {})) words.push(`--map ${quoted(`${field}=${column}`)}`);
    return ['farm submit', quoted(this.file.filename), ...words].join(' ');
  }
}

/** A word of a shell's. */
export function quoted(value) {
  const text = String(value);
  return /^[\w./:=,@%+-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Pasted lines as a file: JSON Lines, a sheet with a heading, or else a prompt on each line. */
export function pasted(text) {
  const lines = text.split(/\r?\n/).filter(line => line.trim());
  if (lines[0]?.trimStart().startsWith('{')) return new File([text], 'pasted.jsonl');
  const head = (lines[0] ?? '').toLowerCase().split(/[,;\t]/).map(cell => cell.trim().replace(/^"|"$/g, ''));
  if (head.some(cell => ['prompt', 'sku', 'title', 'custom_id'].includes(cell))) return new File([text], 'pasted.csv');
  return new File([['prompt', ...lines.map(line => `"${line.trim().replaceAll('"', '""')}"`)].join('\r\n')], 'pasted.csv');
}
