/** Product pictures on their way to the farm: each content once, a few at a time. */

import { address, api } from './api.js';
import { isPicture, nameKey, namedIn } from './picture-names.js';

const AT_ONCE = 3;
const KNOWN = 1000;
/** The API takes so many with a batch. */
export const MOST_PICTURES = 10_000;

export class PictureUploads {
  #chosen = new Map();
  #ids = new Map();
  #known = null;

  /** How many were chosen. */
  get size() {
    return this.#chosen.size;
  }

  /** Pictures to choose from; of two of one name the first counts, and the others are answered. */
  choose(files) {
    const twice = [];
    for (const file of files.filter(({ name }) => isPicture(name))) {
      const key = nameKey(file.name);
      const known = this.#chosen.get(key);
      if (!known) this.#chosen.set(key, file);
      else if (known.size !== file.size || known.lastModified !== file.lastModified) twice.push(file.name);
    }
    return twice;
  }

  /** Those that the text of a sheet names, and the names of all others. */
  match(text) {
    const files = [...this.#chosen.values()];
    const named = namedIn(text, files.map(({ name }) => name));
    return { named: files.filter(({ name }) => named.has(name)), others: files.filter(({ name }) => !named.has(name)).map(({ name }) => name) };
  }

  /**
   * Sends files. `told(done)` hears after each.
   *
   * @returns {Promise<{ids: Object<string, string>, refused: {name: string, message: string}[]}>} ids by name
   */
  async send(files, told) {
    const ids = {};
    const refused = [];
    const waiting = [...files];
    let done = 0;
    const sender = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        try {
          ids[file.name] = await this.sendOne(file);
        } catch (error) {
          refused.push({ name: file.name, message: error.message });
        }
        told(++done);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    // in the order of the files, however they arrived
    return { ids: Object.fromEntries(files.filter(({ name }) => ids[name]).map(({ name }) => [name, ids[name]])), refused };
  }

  /** The id of the file, which is sent unless the farm has its content already. */
  async sendOne(file) {
    if (!this.#ids.has(file)) this.#ids.set(file, (await this.#there(file)) ?? (await api.upload(file, { purpose: 'vision' })).id);
    return this.#ids.get(file);
  }

  /** Over plain HTTP browsers have no digests: then it is sent. */
  async #there(file) {
    if (!globalThis.crypto?.subtle) return null;
    this.#known ??= this.#list();
    const known = await this.#known;
    if (known.size === 0) return null;
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    return known.get([...digest].map(byte => byte.toString(16).padStart(2, '0')).join(''));
  }

  async #list() {
    const { data } = await api.get(address('/v1/files', { purpose: 'vision', limit: KNOWN }));
    return new Map(data.filter(file => file.renderfarm?.picture && !file.expires_at).map(file => [file.renderfarm.picture.sha256, file.id]));
  }
}
