import { html, svg } from 'lit';

/** A curve of a few hundred numbers, as SVG. `label` is what it shows, for who cannot see it. */
export function sparkLine(values, { width = 170, height = 24, label }) {
  const highest = Math.max(...values, 0) || 1;
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const points = values.map((value, index) => `${(index * step).toFixed(1)} ${(height - 1 - (value / highest) * (height - 3)).toFixed(1)}`);
  if (points.length === 0) return html`<svg class="spark" width=${width} height=${height} role="img" aria-label=${label}></svg>`;
  const line = `M${points.join(' L')}`;
  return html`<svg class="spark" viewBox="0 0 ${width} ${height}" width=${width} height=${height} preserveAspectRatio="none" role="img" aria-label=${label}>
    ${svg`<path class="area" d="${line} L${width} ${height} L0 ${height} Z"/><path d=${line} />`}
  </svg>`;
}
