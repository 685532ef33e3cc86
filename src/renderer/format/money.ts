import { toldText } from '#domain/values/told-number';
import { NO_VALUE } from './number.ts';

const DECIMAL_TEXT = /^-?\d+(\.\d*)?$/;

/**
 * Exact decimal text (`-1234.5`) as a person reads it: `−1,234.50`. No digit is lost: more digits than asked for are
 * kept when they are there. A dash for what is none.
 */
export function formatDecimalText(text: string | null | undefined, digitsMin = 2): string {
  return text != null && DECIMAL_TEXT.test(text) ? toldText(text, digitsMin) : NO_VALUE;
}

/** A quantity: exact, grouped, without digits it does not have. */
export function formatQuantity(text: string | null | undefined): string {
  return formatDecimalText(text, 0);
}

/**
 * An exact amount rounded half up to `digits` for a narrow column; the exact text belongs in the tooltip.
 */
export function formatAmount(text: string | null | undefined, digits = 2): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text ?? '');
  if (!match) return NO_VALUE;
  const fraction = (match[3] ?? '').padEnd(digits + 1, '0');
  const kept = BigInt((match[2] ?? '0') + fraction.slice(0, digits));
  const rounded = (fraction[digits] ?? '0') >= '5' ? kept + 1n : kept;
  const padded = rounded.toString().padStart(digits + 1, '0');
  const cut = padded.length - digits;
  return formatDecimalText(`${match[1]}${padded.slice(0, cut)}.${padded.slice(cut)}`, digits);
}
