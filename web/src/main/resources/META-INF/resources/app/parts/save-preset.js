import { html, render } from 'lit';
import { api } from '../api.js';
import { attempt, toast } from '../element.js';
import { t } from '../words.js';

const NAME = '[a-z0-9][a-z0-9_\\-]{0,62}';

/** Asks for a name and puts those fields under it as a preset. Resolves with whether it is kept now. */
export async function savePreset(fields) {
  const name = await askName();
  if (!name || !(await attempt(() => api.put(`/v1/presets/${encodeURIComponent(name)}`, { fields })))) return false;
  toast(t('preset.saved', name));
  return true;
}

/** The name, or null where there is to be none. */
function askName() {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'preset-title');
  render(html`<form method="dialog">
    <header><h2 id="preset-title">${t('preset.title')}</h2></header>
    <div class="body"><label class="stack"><span>${t('preset.name')}</span><input name="name" type="text" required autofocus autocomplete="off" maxlength="63" pattern=${NAME} title=${t('preset.rule')} aria-describedby="preset-rule"><small id="preset-rule">${t('preset.rule')}</small></label></div>
    <footer><button type="button" @click=${() => dialog.close('')}>${t('do.not')}</button><button class="primary" value="yes">${t('preset.save')}</button></footer>
  </form>`, dialog);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? dialog.querySelector('input').value : null);
    });
  });
}
