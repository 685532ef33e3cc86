import { optionSymbol, parseOptionSymbol } from '../instruments/option-contract.ts';
import { parseDecimal } from '../values/decimal.ts';
import { sortedLegs } from './combo.ts';
import type { OrderLeg } from './order.ts';

/** Side, how many, and an OSI symbol, a share, or underlying, date, strike and right. */
const LEG = /^(BUY|SELL)\s+(\d+)\s+(.+)$/;
const OPTION = /^([A-Z.]{1,6})\s+(\d{4}-\d{2}-\d{2})\s+(\d+(?:\.\d{1,3})?)\s*(C|CALL|P|PUT)$/;

/**
 * Legs as people write them, parted by commas: `buy 1 AAPL 2026-12-18 150 C, sell 1 AAPL261218C00160000`. Throws a
 * `RangeError` that names the leg it cannot read.
 */
export function parseLegs(text: string): readonly OrderLeg[] {
  return sortedLegs(
    text
      .split(',')
      .map((part) => part.trim().toUpperCase())
      .filter((part) => part !== '')
      .map(readLeg),
  );
}

function readLeg(text: string): OrderLeg {
  const [, side, ratio, what = ''] = LEG.exec(text) ?? [];
  if (side === undefined)
    throw new RangeError(
      `"${text}" is no leg: write "buy 1 AAPL 2026-12-18 150 C" or "sell 1 AAPL261218C00160000"`,
    );
  return { symbol: readSymbol(what, text), side: side === 'BUY' ? 'buy' : 'sell', ratio: Number(ratio) };
}

function readSymbol(what: string, leg: string): string {
  const [, underlying, expiration, strike, right] = OPTION.exec(what) ?? [];
  const symbol =
    underlying === undefined || expiration === undefined || strike === undefined
      ? what.replaceAll(/\s+/g, '')
      : optionSymbol({
          underlying,
          expiration,
          strike: parseDecimal(strike),
          right: right?.startsWith('C') ? 'call' : 'put',
        });
  if (/\d{6}[CP]\d/.test(symbol) && parseOptionSymbol(symbol) === undefined)
    throw new RangeError(`"${leg}" names no option: check its date and strike`);
  return symbol;
}
