/** What an edit paints anew, of pixels as a canvas has them: for people to see before anything is drawn. Small sizes will do. */

const REPAINTED_FROM = 128;
export const TOLERANCE = 12;

/**
 * A byte for each pixel, 1 where it is painted anew. `kind` is `alpha` (the picture's own transparency), `white`, or `file`
 * with the mask's pixels at the same size.
 *
 * @param {{width: number, height: number, data: Uint8ClampedArray}} picture
 */
export function repainted(picture, kind, { mask = null, tolerance = TOLERANCE } = {}) {
  switch (kind) {
    case 'white':
      return whiteFromTheBorder(picture, 255 - tolerance);
    case 'file':
      return ofMask(mask);
    default:
      return isTransparent(picture) ? ofMask(picture) : new Uint8Array(picture.width * picture.height).fill(1);
  }
}

export function keptShare(pixels) {
  return pixels.reduce((kept, pixel) => kept + (pixel ? 0 : 1), 0) / pixels.length;
}

export function isTransparent({ data }) {
  for (let at = 3; at < data.length; at += 4) if (data[at] < 255) return true;
  return false;
}

/** Transparent is painted anew; of a mask without transparency, white is. */
function ofMask(mask) {
  const bySight = isTransparent(mask) ? at => 255 - mask.data[at + 3] : at => 0.299 * mask.data[at] + 0.587 * mask.data[at + 1] + 0.114 * mask.data[at + 2];
  return Uint8Array.from({ length: mask.width * mask.height }, (_, pixel) => (bySight(pixel * 4) >= REPAINTED_FROM ? 1 : 0));
}

function whiteFromTheBorder({ width, height, data }, darkest) {
  const flooded = new Uint8Array(width * height);
  const waiting = [];
  const visit = pixel => {
    const at = pixel * 4;
    const isWhite = data[at + 3] === 0 || Math.min(data[at], data[at + 1], data[at + 2]) >= darkest;
    if (flooded[pixel] || !isWhite) return;
    flooded[pixel] = 1;
    waiting.push(pixel);
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  while (waiting.length) {
    const pixel = waiting.pop();
    if (pixel % width > 0) visit(pixel - 1);
    if (pixel % width < width - 1) visit(pixel + 1);
    if (pixel >= width) visit(pixel - width);
    if (pixel < width * (height - 1)) visit(pixel + width);
  }
  return flooded;
}
