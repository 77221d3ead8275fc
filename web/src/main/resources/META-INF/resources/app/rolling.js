/**
 * Which rows of a long list are on the screen, and where they stand. Browsers draw no element that is higher than some
 * 17 million pixels: what would be is rolled faster than the bar, and ends where the bar does.
 */

const HIGHEST = 15_000_000;

/** Of the element that holds `rows` of `height` pixels each. */
export const heightOf = (rows, height) => Math.min(rows * height, HIGHEST);

/**
 * The first row and how far all rows are moved up, in pixels, where `above` pixels of the element are above the window.
 *
 * @param {{rows: number, height: number, above: number, window: number}} view `window` is its height
 */
export function rolledTo({ rows, height, above, window }) {
  const whole = rows * height;
  const rolled = Math.max(0, Math.min(above, heightOf(rows, height)));
  const into = whole <= HIGHEST ? rolled : Math.min(whole - window, rolled * ((whole - window) / (HIGHEST - window)));
  return { first: Math.max(0, Math.min(rows - 1, Math.floor(into / height))), shift: Math.round(into - rolled) };
}

/** How far the page has to be rolled for rows to move that far. */
export function distance(pixels, { rows, height, window }) {
  const whole = rows * height;
  return whole <= HIGHEST ? pixels : pixels * ((HIGHEST - window) / (whole - window));
}
