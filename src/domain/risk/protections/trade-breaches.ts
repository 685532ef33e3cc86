import { toldNumber } from '../../values/told-number.ts';
import { type Breach, type ClosedTrade, MINUTE_MS, minutesText, percentText } from './breach.ts';
import type { ProtectionSettings } from './protection-settings.ts';

/**
 * What the newest of an account's closed trades, oldest first, sets off. The rules are those Freqtrade calls cool-down
 * period, stop-loss guard and low-profit pairs (docs/includes/protections.md there), counted from the newest trade.
 */
export function tradeBreaches(settings: ProtectionSettings, trades: readonly ClosedTrade[]): Breach[] {
  const newest = trades.at(-1);
  if (!newest) return [];
  return [coolDown, stopLossGuard, lowProfit].flatMap((rule) => rule(settings, newest, trades) ?? []);
}

function coolDown({ coolDown: { isOn, minutes } }: ProtectionSettings, newest: ClosedTrade): Breach | null {
  if (!isOn || newest.profit >= 0) return null;
  return {
    protection: 'cool-down',
    symbol: newest.symbol,
    effect: 'reduce',
    untilTime: newest.closedTime + minutes * MINUTE_MS,
    reason: `${newest.symbol} was closed with a loss of ${toldNumber(-newest.profit, 2)}; it rests for ${minutesText(minutes)}`,
  };
}

function stopLossGuard(
  { stopLossGuard: guard }: ProtectionSettings,
  newest: ClosedTrade,
  trades: readonly ClosedTrade[],
): Breach | null {
  if (!guard.isOn || !isStopOut(newest)) return null;
  const count = within(trades, newest.closedTime, guard.windowMinutes).filter(
    (trade) => isStopOut(trade) && (!guard.isPerSymbol || trade.symbol === newest.symbol),
  ).length;
  if (count < guard.stopOutsMax) return null;
  return {
    protection: 'stop-loss-guard',
    symbol: guard.isPerSymbol ? newest.symbol : null,
    effect: 'reduce',
    untilTime: newest.closedTime + guard.pauseMinutes * MINUTE_MS,
    reason: `${count} ${count === 1 ? 'position was' : 'positions were'} stopped out within ${minutesText(guard.windowMinutes)}; the limit is ${guard.stopOutsMax}`,
  };
}

function lowProfit(
  { lowProfit: rule }: ProtectionSettings,
  newest: ClosedTrade,
  trades: readonly ClosedTrade[],
): Breach | null {
  if (!rule.isOn) return null;
  const { symbol, closedTime } = newest;
  const own = within(trades, closedTime, rule.windowMinutes).filter((trade) => trade.symbol === symbol);
  const cost = own.reduce((sum, trade) => sum + trade.cost, 0);
  if (own.length < rule.tradesMin || cost <= 0) return null;
  const profitPct = (own.reduce((sum, trade) => sum + trade.profit, 0) / cost) * 100;
  if (profitPct >= rule.profitPctMin) return null;
  return {
    protection: 'low-profit',
    symbol,
    effect: 'reduce',
    untilTime: closedTime + rule.pauseMinutes * MINUTE_MS,
    reason: `${own.length} trades of ${symbol} within ${minutesText(rule.windowMinutes)} made ${percentText(profitPct).replace('-', '−')}; ${percentText(rule.profitPctMin).replace('-', '−')} is wanted`,
  };
}

function isStopOut({ isStop, profit }: ClosedTrade): boolean {
  return isStop && profit < 0;
}

/** Those closed within so many minutes up to `time`, `time` included. */
function within(trades: readonly ClosedTrade[], time: number, minutes: number): ClosedTrade[] {
  return trades.filter(({ closedTime }) => closedTime > time - minutes * MINUTE_MS && closedTime <= time);
}
