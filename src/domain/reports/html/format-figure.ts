import type { FigureUnit } from '../figures.ts';

const DAY_MS = 86_400_000;

/** A figure as a reader expects it; a dash for what is not defined. The same in every locale. */
export function formatFigure(value: number | null | undefined, unit: FigureUnit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  switch (unit) {
    case 'percent':
      return `${decimal(value, Math.abs(value) < 0.1 && value !== 0 ? 4 : 2)} %`;
    case 'ratio':
      return decimal(value, Math.abs(value) >= 100 ? 1 : 2);
    case 'money':
      return decimal(value, Math.abs(value) >= 100_000 ? 0 : 2);
    case 'count':
      return decimal(value, 0);
    case 'bars':
      return `${decimal(value, 1)} bars`;
    case 'duration':
      return duration(value);
  }
}

/** A number with thousands separated and a true minus sign. */
export function decimal(value: number, places: number): string {
  const text = formatterOf(places).format(value);
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}

const formatters: Intl.NumberFormat[] = [];

/** Making a formatter costs far more than using it. */
function formatterOf(places: number): Intl.NumberFormat {
  formatters[places] ??= new Intl.NumberFormat('en-US', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return formatters[places];
}

/** Percent with one place, no unit: for tables. */
export function shortPercent(value: number | null): string {
  return value === null ? '' : decimal(value, 1);
}

/** `2013-03-01`, with the time of day when it is not midnight UTC. */
export function dateText(time: number): string {
  const text = new Date(time).toISOString();
  return time % DAY_MS === 0 ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** A stretch of time in its largest fitting unit: `2.6 years`, `36 days`, `4.5 hours`. */
export function duration(milliseconds: number): string {
  const days = milliseconds / DAY_MS;
  if (days >= 730) return `${decimal(days / 365.25, 1)} years`;
  if (days >= 2) return `${decimal(days, 0)} days`;
  if (days >= 0.125) return `${decimal(days * 24, 1)} hours`;
  return `${decimal(milliseconds / 60_000, 0)} min`;
}

/** Text made safe between tags and within quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
