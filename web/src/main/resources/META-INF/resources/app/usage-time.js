/** Which time usage is asked for: days and months are of UTC, as the farm counts. */

/** As an address names them. */
export const TIMES = ['month', 'before', 'year'];

/**
 * What the API takes for this month by day, the one before by day, or this month and the eleven before.
 *
 * @param {string} name of TIMES
 * @param {Date} now
 * @returns {Object<string, string>}
 */
export function usageTime(name, now) {
  const first = monthsBefore(now, { month: 0, before: 1, year: 11 }[name]);
  if (name === 'before') return { start_time: first, end_time: monthsBefore(now, 0) };
  return name === 'year' ? { start_time: first, bucket_width: '1mo' } : { start_time: first };
}

/** Its first day. */
function monthsBefore(now, months) {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 10);
}

/**
 * The sum of results of usage; its energy is null where none of them knows any.
 *
 * @param {Array<Object>} results as the API has them
 */
export function usageSum(results) {
  const sum = { completed: 0, images: 0, bytes: 0, device_seconds: 0, energy_joules: results.some(({ energy_joules: energy }) => typeof energy === 'number') ? 0 : null };
  const costs = new Map();
  for (const result of results) {
    for (const field of Object.keys(sum)) if (sum[field] !== null) sum[field] += result[field] ?? 0;
    for (const { value, currency } of result.costs ?? []) costs.set(currency, (costs.get(currency) ?? 0) + value);
  }
  return { ...sum, costs: [...costs].map(([currency, value]) => ({ value, currency })) };
}
