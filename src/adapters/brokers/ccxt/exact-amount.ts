import { type Decimal, divideDecimal, parseDecimal } from '#domain/values/decimal';
import { UnreadableAnswer } from './ccxt-client.ts';

/** An amount as an exchange writes it: text, zeros behind the eighth place allowed. Throws an `UnreadableAnswer` that names the field. */
export function exactAmount(value: unknown, field: string): Decimal {
  if (typeof value !== 'string') throw new UnreadableAnswer(`${field} is no amount in text`);
  try {
    return parseDecimal(value);
  } catch (error) {
    throw new UnreadableAnswer(`${field}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** An amount that may be left out, written as nothing or as zero; undefined then. */
export function optionalAmount(value: unknown, field: string): Decimal | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return exactAmount(value, field) || undefined;
}

/** An average as the exchange reckons it, to as many digits as it likes: the eighth place is the last that is kept. */
export function averageAmount(value: unknown, field: string): Decimal {
  const text = typeof value === 'string' && value !== '' ? value : '0';
  return exactAmount(text.replace(/(\.\d{8})\d+$/, '$1'), field);
}

/** Price of what was filled; zero before the first fill. */
export function averageOf(cost: Decimal, quantity: Decimal): Decimal {
  return quantity === 0n ? 0n : divideDecimal(cost, quantity);
}
