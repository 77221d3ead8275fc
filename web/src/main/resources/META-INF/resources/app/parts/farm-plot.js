import { html } from 'lit';
import { FarmElement } from '../element.js';
import { clock, clockToTheSecond, count, figure } from '../format.js';
import { settings } from '../settings.js';
import { t } from '../words.js';

const HEIGHT = 150;
const DARK = matchMedia('(prefers-color-scheme: dark)');

let library = null;

/** With its stylesheet; only pages with a plot load it. Null where it could not be loaded: it is tried again with the next curve. */
function uPlot() {
  library ??= import('uplot').then(module => {
    const styles = document.createElement('link');
    styles.rel = 'stylesheet';
    styles.href = import.meta.resolve('uplot').replace('uPlot.esm.js', 'uPlot.min.css');
    document.head.append(styles);
    return module.default;
  }).catch(() => (library = null));
  return library;
}

/** The farm's curve: pictures a second over time, when some failed, and a line at each of `marks`, in seconds. `label` is what it shows, for who cannot see it. */
class FarmPlot extends FarmElement {
  static properties = { curve: { attribute: false }, marks: { attribute: false }, label: {} };

  #plot = null;
  #look = null;
  #sized = new ResizeObserver(() => this.#plot?.setSize({ width: this.clientWidth, height: HEIGHT }));
  #painted = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    this.#sized.observe(this);
    settings.addEventListener('change', this.#painted);
    DARK.addEventListener('change', this.#painted);
  }

  disconnectedCallback() {
    this.#sized.disconnect();
    settings.removeEventListener('change', this.#painted);
    DARK.removeEventListener('change', this.#painted);
    this.#plot?.destroy();
    this.#plot = null;
    super.disconnectedCallback();
  }

  render() {
    return html`<div class="plot" role="img" aria-label=${this.label}></div>`;
  }

  async updated() {
    const Plot = await uPlot();
    if (!Plot || !this.isConnected || !this.clientWidth) return;
    const look = `${t('plot.time')} ${paint(this, 'text')}`;
    if (this.#plot && look === this.#look) {
      this.#plot.setData(this.#data());
      return;
    }
    this.#plot?.destroy();
    this.#look = look;
    this.#plot = new Plot(this.#options(token => paint(this, token)), this.#data(), this.querySelector('.plot'));
  }

  #data() {
    const { from, seconds_per_point: step, rendered, failed } = this.curve;
    const begin = Date.parse(from) / 1000;
    return [rendered.map((_, at) => begin + at * step), rendered.map(pictures => pictures / step), failed.map(pictures => (pictures ? 0 : null))];
  }

  #mark(plot, colour) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.setLineDash([4, 4]);
    for (const at of this.marks ?? []) {
      const x = Math.round(plot.valToPos(at, 'x', true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  #options(colour) {
    const axis = { stroke: colour('muted'), grid: { stroke: colour('line'), width: 1 }, ticks: { stroke: colour('line'), width: 1 }, font: '11px system-ui' };
    return {
      width: this.clientWidth,
      height: HEIGHT,
      cursor: { y: false, drag: { x: false, y: false } },
      hooks: { draw: [plot => this.#mark(plot, colour('warn'))] },
      scales: { y: { range: (_, least, most) => [0, most || 1] } },
      axes: [
        { ...axis, values: (_, splits) => splits.map(clock) },
        { ...axis, size: 44, values: (_, splits) => splits.map(figure) },
      ],
      series: [
        { label: t('plot.time'), value: (_, at) => clockToTheSecond(at) },
        { label: t('plot.rate'), stroke: colour('accent'), fill: colour('accent-soft'), width: 1.5, points: { show: false }, value: (_, rate) => figure(rate) },
        { label: t('plot.failed'), stroke: colour('bad'), paths: () => null, points: { show: true, size: 8, fill: colour('bad') }, value: (_, rate, series, at) => count(at === null ? null : this.curve.failed[at]) },
      ],
    };
  }
}

/** A token of the stylesheet as a canvas takes it: what `light-dark()` comes to here. */
function paint(host, token) {
  const probe = document.createElement('i');
  probe.style.color = `var(--${token})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

customElements.define('farm-plot', FarmPlot);
