/**
 * The farm's public HTTP API, and nothing else: whatever the app can do, a script can. Every call resolves with what was
 * answered, or rejects with an `ApiError`; a call whose `signal` is aborted rejects with an `AbortError`.
 */

import { under } from './place.js';
import { t } from './words.js';

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

/** A question that is not answered for so long is given up. */
const PATIENCE = 30_000;

const unreachable = message => new ApiError({ status: 0, code: 'unreachable', message });

/** @param read what is to be had of an answer that is good, or 304: `response => Promise` */
async function send(method, path, read, { body, headers = {}, signal, ...options } = {}) {
  const isJson = body !== undefined && !(body instanceof FormData);
  const abort = new AbortController();
  const given = () => abort.abort();
  signal?.addEventListener('abort', given);
  if (signal?.aborted) given();
  const timer = method === 'GET' ? setTimeout(() => abort.abort(unreachable(t('error.silent'))), PATIENCE) : null;
  try {
    const response = await fetch(under(path), {
      method,
      headers: isJson ? { 'Content-Type': 'application/json', ...headers } : headers,
      body: isJson ? JSON.stringify(body) : body,
      signal: abort.signal,
      ...options,
    });
    clearTimeout(timer);
    if (!response.ok && response.status !== 304) throw await refusal(response);
    return await read(response);
  } catch (error) {
    if (error.name === 'AbortError' || error instanceof ApiError) throw error;
    throw unreachable(error.message);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', given);
  }
}

async function refusal(response) {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // a proxy's page rather than the farm's answer
  }
  if (response.status === 401) globalThis.document?.dispatchEvent(new CustomEvent('farm-sign-in'));
  return new ApiError({
    status: response.status,
    code: error.code ?? `http_${response.status}`,
    message: error.message ?? `${response.status} ${response.statusText}`,
    param: error.param,
  });
}

/** What is no JSON is no answer of the farm's: a proxy's page, or one that asks for a password. */
const json = async response => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError({ status: 502, code: 'no_answer', message: t('error.stranger') });
  }
};

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
  get: (path, options) => send('GET', path, json, options),
  post: (path, body, options) => send('POST', path, json, { ...options, body }),

  /** As `post`, and makes one thing however often the same is asked for before it has succeeded. */
  async postOnce(path, body) {
    const request = `${path} ${JSON.stringify(body)}`;
    if (!keys.has(request)) keys.set(request, newKey());
    const answer = await this.post(path, body, { headers: { 'Idempotency-Key': keys.get(request) } });
    keys.delete(request);
    return answer;
  },

  put: (path, body, options) => send('PUT', path, json, { ...options, body }),
  patch: (path, body, options) => send('PATCH', path, json, { ...options, body }),
  delete: (path, options) => send('DELETE', path, json, options),

  /** The text of an answer and its ETag; null where it is the one that is known. */
  async text(path, { etag, signal } = {}) {
    const read = async response => (response.status === 304 ? null : { text: await response.text(), etag: response.headers.get('ETag') });
    return send('GET', path, read, { signal, cache: 'no-store', headers: etag ? { 'If-None-Match': etag } : {} });
  },

  /** The bytes of an answer, such as a file's content. */
  blob: (path, options) => send('GET', path, response => response.blob(), options),

  /** Uploads a file as it is; answers the File object of the API. */
  upload(file, { purpose = 'batch', signal } = {}) {
    const form = new FormData();
    form.append('purpose', purpose);
    form.append('file', file, file.name);
    return send('POST', '/v1/files', json, { body: form, signal });
  },
};
