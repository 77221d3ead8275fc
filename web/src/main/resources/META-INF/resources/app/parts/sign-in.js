import { html, render } from 'lit';
import { t } from '../words.js';
import { under } from '../place.js';

/** What an API key looks like. */
const KEY = 'rf_[a-z0-9]{16}[A-Za-z0-9_\\-]{43}';

let isOpen = false;

/** Asks for an API key and signs in with it; then everything is asked for anew. One dialog, however many answers want it. */
export function signIn() {
  if (isOpen) return;
  isOpen = true;
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'sign-in-title');
  const draw = (error, isBusy) => render(html`<form method="dialog" @submit=${submit}>
    <header><h2 id="sign-in-title">${t('access.signIn')}</h2></header>
    <div class="body stack"><p>${t('access.why')}</p>
      <input name="username" type="text" autocomplete="username" value="API key" hidden>
      <label class="stack"><span>${t('access.key')}</span><input name="key" type="password" required autofocus autocomplete="current-password" spellcheck="false" pattern=${KEY} title=${t('access.keyRule')}></label>
      ${error ? html`<p class="note bad" role="alert">${error}</p>` : ''}</div>
    <footer><button class="primary" ?disabled=${isBusy}>${t('access.signIn')}</button></footer>
  </form>`, dialog);
  async function submit(event) {
    event.preventDefault();
    const key = new FormData(event.target).get('key').trim();
    draw(null, true);
    try {
      const answer = await fetch(under('/v1/session'), { method: 'POST', headers: { Authorization: `Bearer ${key}` } });
      if (answer.ok) {
        location.reload();
        return;
      }
      draw((await answer.json()).error?.message ?? String(answer.status), false);
    } catch (error) {
      draw(error.message, false);
    }
  }
  draw(null, false);
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    isOpen = false;
  });
  dialog.showModal();
}
