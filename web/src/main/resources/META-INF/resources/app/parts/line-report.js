import { html, nothing } from 'lit';
import { count } from '../format.js';
import { under } from '../place.js';
import { t, tOr } from '../words.js';

const SHOWN = 5;

/** What was found of a batch's sheet: lines that were left out, and what was taken, but perhaps not as it was meant. */
export function lineReport(batch) {
  const { skipped_lines: left = 0, warnings } = batch.renderfarm;
  return html`${left ? leftOut(batch, left) : nothing}${warnings?.data.length ? warned(warnings) : nothing}`;
}

function leftOut(batch, left) {
  const errors = batch.errors?.data ?? [];
  return html`<details class="panel report"><summary><span class="pill bad">${t('lines.leftOut', left, count(left))}</span></summary>
    <ul class="groups">${errors.map(error => entry(error, nothing))}</ul>
    ${left > errors.length ? html`<p class="body muted">${t('lines.firstOnly', count(errors.length))}
      ${batch.error_file_id ? html`<a href=${under(`/v1/files/${encodeURIComponent(batch.error_file_id)}/content`)} download>errors.jsonl</a>` : t('lines.allLater')}</p>` : nothing}
  </details>`;
}

function warned({ data, more }) {
  const total = data.length + more;
  return html`<details class="panel report" ?open=${data.length <= SHOWN}><summary><span class="pill warn">${t('lines.warnings', total, count(total))}</span></summary>
    <ul class="groups">${data.map(warning => entry(warning, warning.line ? html`<a href=${`?view=lines&line=${warning.line}`}>${t('lines.see')}</a>` : nothing))}</ul>
    ${more ? html`<p class="body muted">${t('lines.more', count(more))}</p>` : nothing}
  </details>`;
}

function entry({ code, line, param, message }, link) {
  return html`<li class="row wrap"><span class="where">${line ? t('batch.line', count(line)) : t('lines.wholeFile')}</span>${param ? html`<code class="clip">${param}</code>` : nothing}
    <span class="grow said">${tOr(`warning.${code}`, '')} <small dir="auto">${message}</small></span>${link}</li>`;
}
