import { html, nothing } from 'lit';
import { t } from '../words.js';

/** Shapes, and how large their signs are. */
const SHAPES = { '1:1': [18, 18], '16:9': [26, 15], '9:16': [13, 23], '3:4': [16, 21] };

/** `chosen` holds shapes or sizes; `choose(list)`. With `several`, more than one may be pressed. */
export function shapeChoice(chosen, choose, { several = false, fallback = '' } = {}) {
  const own = chosen.find(shape => !(shape in SHAPES));
  const press = shape => {
    if (chosen.includes(shape)) return choose(chosen.filter(other => other !== shape));
    return choose(several ? [...chosen, shape] : [shape]);
  };
  const typed = event => {
    const size = event.target.value.trim();
    const others = several ? chosen.filter(shape => shape in SHAPES) : [];
    choose(size ? [...others, size] : others);
  };
  return html`<div class="wide stack"><strong>${t('shape.title')}</strong>
    <div class="ratio" role="group" aria-label=${t('shape.title')}>
      ${Object.entries(SHAPES).map(([shape, [width, height]]) => html`<button type="button" aria-pressed=${chosen.includes(shape)} @click=${() => press(shape)}><i .style=${`width:${width}px;height:${height}px`}></i>${shape}</button>`)}
      <label class="own-shape"><span>${t('shape.own')}</span><input type="text" size="9" placeholder=${fallback || '1024x768'} .value=${own ?? ''} @change=${typed}></label>
      <span class="grow"></span>
      ${chosen.map(shape => (shape in SHAPES ? html`<small>${shape}: ${t(`shape.fits.${shape}`)}</small>` : nothing))}
    </div></div>`;
}
