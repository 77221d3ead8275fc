/**
 * The words of the app. A key stands in `i18n/en.js` and `i18n/zh.js`; its value is a string, or a function of its
 * arguments. Which language is the page's own setting, and else the browser's.
 */

import { nothing } from 'lit';
import { settings } from './settings.js';
import en from './i18n/en.js';
import zh from './i18n/zh.js';

const LANGUAGES = { en: { words: en, tag: 'en' }, zh: { words: zh, tag: 'zh-CN' } };

/** For tests: every key in brackets, so that text which is no word of ours shows. */
const BRACKETS = { words: new Proxy({}, { get: (_, key) => `⟦${String(key)}⟧` }), tag: 'en' };

let current = LANGUAGES[settings.get('language')] ?? (document.documentElement.lang.startsWith('zh') ? LANGUAGES.zh : LANGUAGES.en);

/** The words of a key in the page's language. A key without words is a mistake: it is shown, and told in the console. */
export function t(key, ...values) {
  const words = current.words[key];
  if (words === undefined) {
    console.error(`no words for ${key}`);
    return key;
  }
  return typeof words === 'function' ? words(...values) : words;
}

/** The words of a key, or else those given: for codes of the API, of which there may be newer ones. */
export function tOr(key, otherwise) {
  return current === BRACKETS || current.words[key] !== undefined ? t(key) : otherwise;
}

/** `en` or `zh`. */
export function language() {
  return current === LANGUAGES.zh ? 'zh' : 'en';
}

const CHINESE = /\p{Script=Han}/u;
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** What to put into `lang` of a text that people wrote: `zh` where it is Chinese, else nothing, for nobody knows. */
export function langOf(text) {
  return CHINESE.test(text ?? '') && !JAPANESE.test(text) ? 'zh' : nothing;
}

/** As `Intl` wants it. */
export function languageTag() {
  return current.tag;
}

/** Everything is drawn again by the frame, which listens to the settings. */
export function speak(name) {
  current = name === 'brackets' ? BRACKETS : LANGUAGES[name];
  document.documentElement.lang = current.tag;
  if (current !== BRACKETS) settings.set('language', name);
}
