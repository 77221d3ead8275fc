import { html, nothing } from 'lit';
import { api } from '../api.js';
import { FarmElement } from '../element.js';
import { count } from '../format.js';
import { isTransparent, keptShare, repainted } from '../mask-preview.js';
import { t } from '../words.js';

const SIDE = 320;
/** What is painted anew is shown in this colour, which no theme has. */
const TINT = [214, 51, 132];

/** One of the product pictures, and what of it is painted anew. `images` holds the ids of the files by their names, `mask` is as a line says it. */
class MaskView extends FarmElement {
  static properties = { images: { attribute: false }, mask: {}, at: { state: true }, said: { state: true } };

  #drawn = null;
  #pixels = new Map();

  constructor() {
    super();
    this.at = 0;
  }

  get #names() {
    return Object.keys(this.images ?? {});
  }

  updated() {
    const name = this.#names[Math.min(this.at, this.#names.length - 1)];
    const wanted = JSON.stringify([name, this.images?.[name], this.mask]);
    if (!name || wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#draw(name, wanted);
  }

  async #draw(name, wanted) {
    try {
      const picture = await this.#read(this.images[name]);
      const kind = this.mask?.startsWith('white-background') ? 'white' : this.mask ? 'file' : 'alpha';
      const mask = kind === 'file' ? await this.#read(this.mask, picture) : null;
      if (wanted !== this.#drawn) return;
      const painted = repainted(picture, kind, { mask });
      this.#paint(picture, painted);
      const kept = keptShare(painted);
      this.said = kind === 'alpha' && !isTransparent(picture) ? t('pictures.allPainted') : t('pictures.kept', count(Math.round(kept * 100)));
    } catch (error) {
      if (wanted === this.#drawn) this.said = t('pictures.notSeen', name, error.message);
    }
  }

  /** The pixels of a file of the farm's, small; a mask as large as its picture. The last ones are kept. */
  async #read(id, like = null) {
    const key = `${id} ${like?.width}x${like?.height}`;
    if (this.#pixels.has(key)) return this.#pixels.get(key);
    const bitmap = await createImageBitmap(await api.blob(`/v1/files/${encodeURIComponent(id)}/content`));
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const width = like?.width ?? Math.max(1, Math.round(bitmap.width * scale));
    const height = like?.height ?? Math.max(1, Math.round(bitmap.height * scale));
    const pen = new OffscreenCanvas(width, height).getContext('2d');
    pen.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    const pixels = pen.getImageData(0, 0, width, height);
    if (this.#pixels.size > 4) this.#pixels.clear();
    this.#pixels.set(key, pixels);
    return pixels;
  }

  #paint(picture, painted) {
    const canvas = this.querySelector('canvas');
    canvas.width = picture.width;
    canvas.height = picture.height;
    const shown = new ImageData(new Uint8ClampedArray(picture.data), picture.width, picture.height);
    painted.forEach((isPainted, pixel) => {
      if (!isPainted) return;
      const at = pixel * 4;
      const opaque = shown.data[at + 3] / 255;
      for (let channel = 0; channel < 3; channel++) shown.data[at + channel] = 0.4 * opaque * shown.data[at + channel] + (1 - 0.4 * opaque) * TINT[channel];
      shown.data[at + 3] = 255;
    });
    canvas.getContext('2d').putImageData(shown, 0, 0);
  }

  render() {
    const names = this.#names;
    if (names.length === 0) return nothing;
    const at = Math.min(this.at, names.length - 1);
    const go = by => (this.at = (at + by + names.length) % names.length);
    return html`<figure class="mask-view">
      <canvas role="img" width="1" height="1" aria-label=${`${names[at]}: ${this.said ?? ''}`}></canvas>
      <figcaption class="stack"><span class="row"><button type="button" class="quiet" aria-label=${t('pictures.before')} @click=${() => go(-1)}>←</button>
        <span class="clip" dir="auto">${names[at]}</span><small class="nowrap">${count(at + 1)} / ${count(names.length)}</small>
        <button type="button" class="quiet" aria-label=${t('pictures.next')} @click=${() => go(1)}>→</button></span>
        <small>${this.said}</small><small class="muted">${t('pictures.tint')}</small></figcaption>
    </figure>`;
  }
}

customElements.define('mask-view', MaskView);
