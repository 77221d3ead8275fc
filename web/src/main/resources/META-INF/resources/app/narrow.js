/** Whether the window has no room for two columns, as the stylesheet has it. */
export const NARROW = matchMedia('(max-width: 980px)');
