/** The last pictures that were asked for in this browser, newest first. */

import { newKey } from './api.js';
import { nearestSize } from './corrections.js';
import { quoted } from './draft.js';
import { store, stored } from './settings.js';
import { templateText } from './template-text.js';

const KEY = 'renderfarm.runs';
const KEPT = 40;
const FILTERS = new Set(['lower', 'upper', 'title', 'trim']);

export class Runs {
  list = stored(KEY).runs ?? [];

  /** Known before it is sent, so that a reload asks for the same one again and not for another. */
  begin(body) {
    const run = { key: newKey(), at: Date.now(), body, batch: null, pictures: [], error: null };
    this.list = [run, ...this.list].slice(0, KEPT);
    this.keep();
    return run;
  }

  forget(run) {
    this.list = this.list.filter(other => other !== run);
    this.keep();
  }

  keep() {
    store(KEY, { runs: this.list });
  }
}

/** The one of this window: an answer that comes after its page was left is kept all the same. */
export const runs = new Runs();

export const isWaiting = run => run.pictures.length === 0 && !run.error;

/** A size in pixels for what a preset may say: `16:9`, `50%`, both, or pixels; null where it says nothing. */
export function sizeOf(text, model) {
  if (!text || !model) return null;
  if (/^\d+\s*x\s*\d+$/i.test(text)) return text.replaceAll(' ', '').toLowerCase();
  const [wide, high] = model.size.split('x').map(Number);
  const shape = /(\d+):(\d+)/.exec(text);
  const scale = Number(/(\d+(?:\.\d+)?)%/.exec(text)?.[1] ?? 100) / 100;
  const ratio = shape ? Number(shape[1]) / Number(shape[2]) : wide / high;
  const height = Math.sqrt((wide * high) / ratio);
  return nearestSize(`${Math.round(height * ratio * scale)}x${Math.round(height * scale)}`, model);
}

/** A template's text around one prompt: the other places hold their defaults. */
export function around(template, prompt) {
  return templateText(template)
    .replace(/\{([^{}|]+)((?:\|[^{}]*)?)\}/g, (_, name, rest) => {
      if (['title', 'prompt'].includes(name.trim().toLowerCase())) return prompt;
      const last = rest.split('|').at(-1).trim();
      return FILTERS.has(last) ? '' : last.replace(/^"|"$/g, '');
    })
    .replace(/([,，])(\s*[,，])+/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

/** The same request for another client. */
export function commands(body, origin) {
  const text = JSON.stringify(body);
  const { prompt, size, model, seed, negative_prompt: negative, num_inference_steps: steps, guidance_scale: guidance } = body;
  const options = { url: origin, size, model, seed, 'negative-prompt': negative, steps, guidance };
  const words = Object.entries(options).filter(([, value]) => value !== undefined).map(([option, value]) => `--${option} ${quoted(value)}`);
  return {
    curl: `curl ${quoted(`${origin}/v1/images/generations`)} -H 'Content-Type: application/json' -d ${quoted(text)}`,
    Python: `import json, urllib.request\nbody = json.loads(${JSON.stringify(text)})\nrequest = urllib.request.Request(${JSON.stringify(`${origin}/v1/images/generations`)}, json.dumps(body).encode(), {"Content-Type": "application/json"})\nprint(json.load(urllib.request.urlopen(request)))`,
    farm: ['farm generate', quoted(prompt), ...words].join(' '),
  };
}
