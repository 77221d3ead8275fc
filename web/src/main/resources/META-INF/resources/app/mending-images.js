/** Pictures that could not be fetched, as while the farm was away, are hidden, and fetched again once it is back. */

import { live } from './live.js';

const missing = new Set();

export function mendImages() {
  const isImage = ({ target }) => target.localName === 'img';
  document.addEventListener('error', event => {
    if (!isImage(event)) return;
    missing.add(event.target);
    event.target.classList.add('away');
  }, true);
  document.addEventListener('load', event => {
    if (!isImage(event)) return;
    missing.delete(event.target);
    event.target.classList.remove('away');
  }, true);
  live.addEventListener('again', () => {
    const images = [...missing].filter(image => image.isConnected);
    missing.clear();
    for (const image of images) image.src = image.getAttribute('src');
  });
}
