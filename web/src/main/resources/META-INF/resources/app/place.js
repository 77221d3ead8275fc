/**
 * Where the farm is: at the root of its host, or under a path by which a proxy knows it. The page names its files by
 * where it is itself, so the address of this module tells, and nobody has to say it.
 */

/** The path before all addresses of the farm, without a slash at its end: empty at the root. */
export const BASE = new URL('..', import.meta.url).pathname.replace(/\/$/, '');

/** The farm's address, for who asks it from elsewhere. */
export const FARM = location.origin + BASE;

/** The address on this host of a page, a file or something of the API, by its path at the farm. */
export const under = path => BASE + path;

/** The path at the farm of what the API names by a whole address: that may begin with another name of the same farm. */
export function pathOf(url) {
  const { pathname, search } = new URL(url, FARM);
  const begins = pathname.indexOf('/v1/', pathname.startsWith(`${BASE}/v1/`) ? BASE.length : 0);
  return pathname.slice(Math.max(0, begins)) + search;
}
