import { html, nothing } from 'lit';
import { bytes, count } from '../format.js';
import { t } from '../words.js';

/** The file, or where to drop one. `on` has `choose(file)`, `paste(text)`, `open()`. */
export function fileDrop({ file, plan, isUploading, isPasting }, on) {
  const chosen = event => {
    on.choose(event.target.files[0]);
    event.target.value = '';
  };
  const paste = event => {
    event.preventDefault();
    const text = event.target.elements.lines.value;
    if (text.trim()) on.paste(text);
  };
  const kind = file?.filename.split('.').pop().slice(0, 5).toUpperCase() ?? 'CSV';
  return html`<section class="file" aria-label=${t('file.title')}><span class="sheet" aria-hidden="true">${kind}</span>
      <div class="stack">${file ? html`<strong class="clip">${file.filename}</strong><small>${plan ? html`${t('file.lines', count(plan.counts.lines))} · ` : nothing}${bytes(file.bytes)}</small>` : html`<strong>${t('file.drop')}</strong><small>${t('file.kinds')}</small>`}${isUploading ? html`<small role="status">${t('file.uploading')}</small>` : nothing}</div>
      <div class="row wrap"><label class="button">${file ? t('file.other') : t('file.choose')}<input class="sr-only" type="file" accept=".csv,.tsv,.jsonl,.ndjson,.txt" @change=${chosen}></label><button class="quiet" aria-expanded=${Boolean(isPasting)} @click=${on.open}>${t('file.paste')}</button></div>
      ${isPasting ? html`<form class="paste" @submit=${paste}><label class="stack">${t('file.pasteHere')}<textarea name="lines" rows="6"></textarea></label><button class="primary">${t('file.take')}</button></form>` : nothing}
    </section>`;
}
