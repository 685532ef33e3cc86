import { toldNumber } from '../../values/told-number.ts';
import type { FigureUnit } from '../figures.ts';

const DAY_MS = 86_400_000;

/** A figure as a reader expects it; a dash for what is not defined. The same in every locale. */
export function formatFigure(value: number | null | undefined, unit: FigureUnit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  switch (unit) {
    case 'percent':
      return `${toldNumber(value, Math.abs(value) < 0.1 && value !== 0 ? 4 : 2)} %`;
    case 'ratio':
      return toldNumber(value, Math.abs(value) >= 100 ? 1 : 2);
    case 'money':
      return toldNumber(value, Math.abs(value) >= 100_000 ? 0 : 2);
    case 'count':
      return toldNumber(value, 0);
    case 'bars':
      return `${toldNumber(value, 1)} bars`;
    case 'duration':
      return duration(value);
  }
}

/** Percent with one place, no unit: for tables. */
export function shortPercent(value: number | null): string {
  return value === null ? '' : toldNumber(value, 1);
}

/** `2013-03-01`, with the time of day when it is not midnight UTC. */
export function dateText(time: number): string {
  const text = new Date(time).toISOString();
  return time % DAY_MS === 0 ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** A stretch of time in its largest fitting unit: `2.6 years`, `36 days`, `4.5 hours`. */
export function duration(milliseconds: number): string {
  const days = milliseconds / DAY_MS;
  if (days >= 730) return `${toldNumber(days / 365.25, 1)} years`;
  if (days >= 2) return `${toldNumber(days, 0)} days`;
  if (days >= 0.125) return `${toldNumber(days * 24, 1)} hours`;
  return `${toldNumber(milliseconds / 60_000, 0)} min`;
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
