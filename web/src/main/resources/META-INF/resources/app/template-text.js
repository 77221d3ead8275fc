const PARTS = ['subject', 'pose', 'light', 'style', 'quality'];

/** A template's text: its own, or its parts in their order, as the farm joins them. */
export function templateText({ text, parts = {}, language }) {
  return text ?? PARTS.map(part => parts[part]).filter(Boolean).join(language === 'zh' ? '，' : ', ');
}
