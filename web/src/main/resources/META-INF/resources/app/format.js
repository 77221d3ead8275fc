/** Numbers, times and money in the page's language. What is unknown, null or undefined, is a dash. */

import { languageTag, t } from './words.js';

export const NONE = '–';

const formats = new Map();

function format(kind, options, value) {
  const key = `${languageTag()} ${kind.name} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new kind(languageTag(), options));
  return formats.get(key).format(value);
}

const isNumber = value => typeof value === 'number' && Number.isFinite(value);

/** 3,718 */
export function count(value) {
  return isNumber(value) ? format(Intl.NumberFormat, { maximumFractionDigits: 0 }, value) : NONE;
}

/** 0.93, 12.4, 118: three digits say it. */
export function figure(value) {
  return isNumber(value) ? format(Intl.NumberFormat, { maximumSignificantDigits: 3 }, value) : NONE;
}

/** Of joules. */
export function kilowattHours(joules) {
  return figure(joules / 3.6e6);
}

/** Of a share: 0.96 is 96 %. */
export function percent(share, digits = 0) {
  return isNumber(share) ? format(Intl.NumberFormat, { style: 'percent', maximumFractionDigits: digits }, share) : NONE;
}

/** `currency` is ISO 4217. What is below a tenth of its unit has four digits. */
export function money(amount, currency) {
  if (!isNumber(amount) || !currency) return NONE;
  const digits = amount !== 0 && Math.abs(amount) < 0.1 ? 4 : 2;
  return format(Intl.NumberFormat, { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: digits }, amount);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export function bytes(value) {
  if (!isNumber(value)) return NONE;
  let step = 0;
  while (value >= 1000 && step < BYTE_UNITS.length - 1) {
    value /= 1000;
    step++;
  }
  return format(Intl.NumberFormat, { style: 'unit', unit: BYTE_UNITS[step], maximumSignificantDigits: 3 }, value);
}

const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** 45 s, 12 min, 2 h 40 min, 2 d 4 h: the two largest units, of which the smaller only while the larger is small. */
export function duration(seconds) {
  if (!isNumber(seconds)) return NONE;
  const exact = Math.max(0, seconds);
  if (exact < 10) return unit('second', Math.round(exact * 10) / 10);
  const whole = Math.round(exact);
  const first = UNITS.findIndex(([, length]) => whole >= length);
  const [name, length] = UNITS[first];
  const larger = Math.floor(whole / length);
  const [smallerName, smallerLength] = UNITS[first + 1] ?? [];
  const smaller = smallerName && larger < 10 && name !== 'minute' ? Math.floor((whole % length) / smallerLength) : 0;
  return smaller ? `${unit(name, larger)} ${unit(smallerName, smaller)}` : unit(name, larger);
}

function unit(name, value) {
  return format(Intl.NumberFormat, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }, value);
}

/** The clock today, the date before. Takes seconds since 1970, or what `Date` reads. */
export function when(value) {
  const date = dateOf(value);
  if (!date) return NONE;
  if (isToday(date)) return clock(date);
  return format(Intl.DateTimeFormat, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, date);
}

/** 11:04 */
export function clock(value) {
  const date = dateOf(value);
  return date ? format(Intl.DateTimeFormat, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, date) : NONE;
}

/** 11:04:12 */
export function clockToTheSecond(value) {
  const date = dateOf(value);
  return date ? format(Intl.DateTimeFormat, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, date) : NONE;
}

/** A day of UTC, by the seconds at which it begins. */
export function day(value) {
  const date = dateOf(value);
  return date ? format(Intl.DateTimeFormat, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }, date) : NONE;
}

/** A month of UTC, by the seconds at which it begins. */
export function month(value) {
  const date = dateOf(value);
  return date ? format(Intl.DateTimeFormat, { year: 'numeric', month: 'long', timeZone: 'UTC' }, date) : NONE;
}

/** In full, for titles. */
export function instant(value) {
  const date = dateOf(value);
  return date ? format(Intl.DateTimeFormat, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }, date) : NONE;
}

/** `10–13 min`: the likely and the latest time left, as one where they look the same. */
export function span(likely, latest) {
  const [a, b] = [duration(likely), duration(latest)];
  return a === b || b === NONE ? a : t('time.span', a, b);
}

/** Seconds from now until then. */
export function secondsUntil(value, now = Date.now()) {
  const date = dateOf(value);
  return date ? Math.max(0, (date.getTime() - now) / 1000) : null;
}

function dateOf(value) {
  if (value === null || value === undefined) return null;
  const date = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? null : date;
}

function isToday(date) {
  return date.toDateString() === new Date().toDateString();
}
