import { type FigureId, type FigureUnit, figureDefinition } from '#domain/reports/figures';
import { formatCount, formatNumber, formatPercent, NO_VALUE, signOf } from '../../../format/number.ts';

const DAY_MS = 86_400_000;

/** A figure as its unit is written: `12.30 %`, `1.08`, `51,422.99`, `2.6 years`. */
export function figureText(value: number | null | undefined, unit: FigureUnit): string {
  if (value === null || value === undefined) return NO_VALUE;
  switch (unit) {
    case 'percent':
      return formatPercent(value, Math.abs(value) < 0.1 && value !== 0 ? 4 : 2);
    case 'ratio':
      return formatNumber(value, Math.abs(value) >= 100 ? 1 : 2);
    case 'money':
      return formatNumber(value, Math.abs(value) >= 100_000 ? 0 : 2);
    case 'count':
      return formatCount(value);
    case 'bars':
      return `${formatNumber(value, 1)} bars`;
    case 'duration':
      return stretchText(value);
  }
}

/** A stretch of time in the largest unit that fits: `2.6 years`, `36 days`, `4.5 hours`. */
export function stretchText(milliseconds: number): string {
  const days = milliseconds / DAY_MS;
  if (days >= 730) return `${formatNumber(days / 365.25, 1)} years`;
  if (days >= 2) return `${formatCount(days)} days`;
  if (days >= 0.125) return `${formatNumber(days * 24, 1)} hours`;
  return `${formatCount(milliseconds / 60_000)} min`;
}

/** Figures whose sign is a gain or a loss, and so is coloured. */
const SIGNED: ReadonlySet<FigureId> = new Set([
  'returnPct',
  'annualizedReturnPct',
  'cagrPct',
  'maxDrawdownPct',
  'alphaPct',
  'activeReturnPct',
  'expectancyPct',
  'expectancy',
]);

/** The class that colours a figure by its sign; undefined for figures whose sign is neither gain nor loss. */
export function figureTone(id: FigureId, value: number | null): 'up' | 'down' | 'flat' | undefined {
  return SIGNED.has(id) ? signOf(value) : undefined;
}

/** What a figure is called and what it means, as a tooltip. */
export function figureHint(id: FigureId): string {
  const { label, definition } = figureDefinition(id);
  return `${label}: ${definition}`;
}
