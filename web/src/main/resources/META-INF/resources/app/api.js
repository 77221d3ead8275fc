/**
 * The farm's public HTTP API, and nothing else: whatever the app can do, a script can. Every call resolves with what was
 * answered, or rejects with an `ApiError`; a call whose `signal` is aborted rejects with an `AbortError`.
 */

import { under } from './place.js';

export class ApiError extends Error {
  /**
   * @param {{status: number, code: string, message: string, param?: ?string}} error `status` is 0, and `code`
   *     `unreachable`, where nothing answered
   */
  constructor({ status, code, message, param = null }) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.param = param;
  }

  /** Whether the farm could not be asked at all. */
  get isAway() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

async function send(method, path, { body, headers = {}, signal } = {}) {
  const isJson = body !== undefined && !(body instanceof FormData);
  let response;
  try {
    response = await fetch(under(path), {
      method,
      headers: isJson ? { 'Content-Type': 'application/json', ...headers } : headers,
      body: isJson ? JSON.stringify(body) : body,
      signal,
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError({ status: 0, code: 'unreachable', message: error.message });
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response) {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // a proxy's page rather than the farm's answer
  }
  return new ApiError({
    status: response.status,
    code: error.code ?? `http_${response.status}`,
    message: error.message ?? `${response.status} ${response.statusText}`,
    param: error.param,
  });
}

const json = async answer => (await answer).json();

/** `path` with those of `query` that are neither null nor empty. */
export function address(path, query = {}) {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(entries).toString();
  return text ? `${path}?${text}` : path;
}

/** Keys of requests that have not succeeded yet: the same one again, after a lost answer or a double click, is the same. */
const keys = new Map();

/** For a request that makes something: a name for it that nobody else gives. Also over plain HTTP, where browsers have no `randomUUID`. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

export const api = {
  get: (path, options) => json(send('GET', path, options)),
  post: (path, body, options) => json(send('POST', path, { ...options, body })),

  /** As `post`, and makes one thing however often the same is asked for before it has succeeded. */
  async postOnce(path, body) {
    const request = `${path} ${JSON.stringify(body)}`;
    if (!keys.has(request)) keys.set(request, newKey());
    const answer = await this.post(path, body, { headers: { 'Idempotency-Key': keys.get(request) } });
    keys.delete(request);
    return answer;
  },

  put: (path, body, options) => json(send('PUT', path, { ...options, body })),
  patch: (path, body, options) => json(send('PATCH', path, { ...options, body })),
  delete: (path, options) => json(send('DELETE', path, options)),

  /** The text of an answer and its ETag; null where it is the one that is known. */
  async text(path, { etag, signal } = {}) {
    const response = await fetch(under(path), { signal, cache: 'no-store', headers: etag ? { 'If-None-Match': etag } : {} }).catch(error => {
      if (error.name === 'AbortError') throw error;
      throw new ApiError({ status: 0, code: 'unreachable', message: error.message });
    });
    if (response.status === 304) return null;
    if (!response.ok) throw await refusal(response);
    return { text: await response.text(), etag: response.headers.get('ETag') };
  },

  /** Uploads a file as it is; answers the File object of the API. */
  upload(file, { purpose = 'batch', signal } = {}) {
    const form = new FormData();
    form.append('purpose', purpose);
    form.append('file', file, file.name);
    return json(send('POST', '/v1/files', { body: form, signal }));
  },
};
