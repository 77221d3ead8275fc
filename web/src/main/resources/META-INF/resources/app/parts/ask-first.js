import { html, render } from 'lit';
import { t } from '../words.js';

/**
 * Asks before something that cannot be undone. Resolves with whether it is to be done.
 *
 * @param {{title: string, kept?: string, lost?: string, does: string}} question `does` is what the button says
 */
export function askFirst({ title, kept, lost, does }) {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'ask-title');
  render(html`<form method="dialog">
    <header><h2 id="ask-title">${title}</h2></header>
    <div class="body stack">
      ${kept ? html`<p>${kept}</p>` : ''}
      ${lost ? html`<p class="danger">${lost}</p>` : ''}
    </div>
    <footer><button value="">${t('do.not')}</button><button value="yes" class="danger">${does}</button></footer>
  </form>`, dialog);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
