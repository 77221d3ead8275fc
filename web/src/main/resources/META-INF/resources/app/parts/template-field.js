import { html, nothing } from 'lit';
import { count } from '../format.js';
import { templateText } from '../template-text.js';
import { langOf, t } from '../words.js';

const SHOWN = 3;

/** A template's text or name, and what it makes of the first lines. */
export function templateField(template, templates, plan, change) {
  const named = templates.find(({ name }) => name === template);
  const text = named && templateText(named);
  return html`<div class="wide stack template"><div class="row"><label class="grow" for="template"><strong>${t('template.title')}</strong> <small>${t('template.makes')}</small></label>
      <select aria-label=${t('template.library')} @change=${event => change(event.target.value)}><option value="">${t('template.own')}</option>${templates.map(({ name }) => html`<option value=${name} .selected=${name === template}>${name}</option>`)}</select></div>
    <textarea id="template" rows="2" maxlength="4000" placeholder="{prompt}" lang=${langOf(template)} .value=${template} @input=${event => change(event.target.value)}></textarea>
    ${text ? html`<small lang=${named.language ?? langOf(text)}>${text}</small>` : nothing}
    ${(plan?.first_lines ?? []).slice(0, SHOWN).map(line => html`<small class="clip" title=${line.prompt}>${t('template.line', count(line.line))} “<bdi lang=${langOf(line.prompt)}>${line.prompt}</bdi>” · ${line.size}${line.tokens ? html` · ${t('template.tokens', line.tokens)}` : nothing}</small>`)}
  </div>`;
}
