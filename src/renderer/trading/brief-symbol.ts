import { instrumentLabel, parseOptionSymbol } from '#domain/instruments/option-contract';
import { legsOfComboSymbol } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { formatDecimal } from '#domain/values/decimal';

/**
 * What is traded, for a narrow column: what tells it from others comes first. `AAPL 600C 18 Dec 2026`, of a combination
 * `AAPL +600C −620C 18 Dec 2026`; anything else as it is.
 */
export function briefSymbol(symbol: string): string {
  const legs = legsOfComboSymbol(symbol);
  if (legs !== undefined) return briefLegs(legs);
  const option = parseOptionSymbol(symbol);
  return option === undefined ? symbol : `${option.underlying} ${strikeText(symbol)} ${dateText(symbol)}`;
}

function briefLegs(legs: readonly OrderLeg[]): string {
  const words: string[] = [];
  legs.forEach(({ symbol, side, ratio }, i) => {
    const option = parseOptionSymbol(symbol);
    const underlying = option?.underlying ?? symbol;
    const before = legs.slice(0, i).map((leg) => parseOptionSymbol(leg.symbol)?.underlying ?? leg.symbol);
    if (before.at(-1) !== underlying) words.push(underlying);
    const count = option === undefined ? String(ratio) : ratio === 1 ? '' : `${ratio}×`;
    words.push(`${side === 'buy' ? '+' : '−'}${count}${option === undefined ? '' : strikeText(symbol)}`);
    const date = dateText(symbol);
    const next = legs[i + 1];
    if (date !== '' && (next === undefined || dateText(next.symbol) !== date)) words.push(date);
  });
  return words.join(' ');
}

function strikeText(symbol: string): string {
  const option = parseOptionSymbol(symbol);
  return option === undefined ? '' : `${formatDecimal(option.strike)}${option.right === 'call' ? 'C' : 'P'}`;
}

/** `18 Dec 2026`; empty for what never expires. */
function dateText(symbol: string): string {
  return parseOptionSymbol(symbol) === undefined
    ? ''
    : instrumentLabel(symbol).split(' ').slice(1, 4).join(' ');
}
