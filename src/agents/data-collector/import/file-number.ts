export type DecimalSign = '.' | ',';

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const POINT_GROUPED = /^[+-]?\d{1,3}(?:[,' \u00a0\u202f]\d{3})+(?:\.\d+)?$/;
const COMMA_GROUPED = /^[+-]?\d{1,3}(?:[.' \u00a0\u202f]\d{3})+(?:,\d+)?$/;
const COMMA_PLAIN = /^[+-]?(?:\d+,?\d*|,\d+)(?:e[+-]?\d+)?$/i;
const CURRENCY = /^([+-]?)\s*[$€£¥]\s*/;
const MAGNITUDE = /^(.*\d)\s*([KMB])$/i;
const MAGNITUDES: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };

/** How files write that there is no value. */
const BLANKS = new Set(['', '.', '-', 'nan', 'na', 'n/a', '#n/a', 'null', 'none', 'nd']);

/**
 * The number a cell shows, or NaN: digits with the decimal sign of the file, thousands grouped or not, a currency sign
 * before. With `isAmount`, K, M or B behind it multiply.
 */
export function parseFileNumber(text: string, decimal: DecimalSign, isAmount = false): number {
  const shown = text.trim().replace(CURRENCY, '$1');
  const magnitude = isAmount ? MAGNITUDE.exec(shown) : null;
  if (magnitude) return parseFileNumber(magnitude[1]!, decimal) * MAGNITUDES[magnitude[2]!.toUpperCase()]!;
  if (decimal === '.') {
    if (PLAIN.test(shown)) return Number(shown);
    return POINT_GROUPED.test(shown) ? Number(shown.replaceAll(/[^\d.+-]/g, '')) : Number.NaN;
  }
  if (COMMA_PLAIN.test(shown)) return Number(shown.replace(',', '.'));
  return COMMA_GROUPED.test(shown) ? Number(shown.replaceAll(/[^\d,+-]/g, '').replace(',', '.')) : Number.NaN;
}

/** Whether a cell says that there is no value. */
export function isBlankCell(text: string): boolean {
  return BLANKS.has(text.trim().toLowerCase());
}
