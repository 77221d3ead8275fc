import { t } from '../words.js';

const WORDS = { w: 'waiting', f: 'rendering', c: 'done', x: 'failed', k: 'cancelled' };

/** How a task stands, by its letter. */
export const wordOf = letter => (WORDS[letter] ? t(`task.${WORDS[letter]}`) : '');
