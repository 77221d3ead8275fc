/** Which page an address means, and the address of what is looked at. */

import { BASE, under } from './place.js';

const PAGES = [
  ['batches', /^\/(?:batches\/?)?$/],
  ['new-batch', /^\/batches\/new\/?$/],
  ['batch', /^\/batches\/(?<id>[^/]+)\/?$/],
  ['generate', /^\/generate\/?$/],
  ['workers', /^\/workers\/?$/],
  ['settings', /^\/settings\/?$/],
  ['usage', /^\/settings\/usage\/?$/],
  ['audit', /^\/settings\/audit\/?$/],
  ['help', /^\/help\/?$/],
];

/** @returns {{page: string, params: Object<string, string>, query: URLSearchParams}} `page` is `nowhere` for other addresses */
export function route(url) {
  const { pathname, searchParams } = new URL(url, location.origin);
  const path = pathname.startsWith(`${BASE}/`) ? pathname.slice(BASE.length) : null;
  for (const [page, pattern] of PAGES) {
    const match = path && pattern.exec(path);
    if (match) return { page, params: decoded(match.groups), query: searchParams };
  }
  return { page: 'nowhere', params: {}, query: searchParams };
}

function decoded(groups = {}) {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return { ...groups };
  }
}

/** Dispatches `change` whenever the address does. */
class Router extends EventTarget {
  start() {
    addEventListener('popstate', () => this.#changed());
    document.addEventListener('click', event => this.#followed(event));
  }

  get here() {
    return route(location.href);
  }

  /** @param address of a page: whole, or its path at the farm */
  go(address, { replace = false } = {}) {
    const to = address.startsWith('/') ? under(address) : address;
    if (replace) history.replaceState(null, '', to);
    else history.pushState(null, '', to);
    this.#changed();
    if (!replace) scrollTo(0, 0);
  }

  /**
   * Changes the view that the address names, and leaves the page where it is: a value of null takes a name out. The step
   * is one that *back* undoes only where it is asked for.
   */
  view(changes, { remember = false } = {}) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === '') url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    if (url.href === location.href) return;
    if (remember) history.pushState(null, '', url);
    else history.replaceState(null, '', url);
    this.#changed();
  }

  #followed(event) {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (route(link.href).page === 'nowhere') return;
    event.preventDefault();
    if (link.hash && link.pathname === location.pathname) {
      history.replaceState(null, '', link.href);
      const target = document.getElementById(link.hash.slice(1));
      target?.scrollIntoView();
      target?.focus({ preventScroll: true });
      return;
    }
    this.go(link.href);
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

export const router = new Router();
