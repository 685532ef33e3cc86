import { type Breach, endOfDay, MINUTE_MS, percentText } from './breach.ts';
import type { ProtectionSettings } from './protection-settings.ts';

/** An account's worth now, and what it is measured by. */
export interface EquityNow {
  readonly eventTime: number;
  readonly equity: number;
  readonly dayStartEquity: number;
  /** Highest close so far, the start included. */
  readonly peakEquity: number;
}

/** Fires when the loss since the previous close reaches its limit; holds until the day's end. */
export function dailyLossBreach(
  { dailyLoss }: ProtectionSettings,
  { eventTime, equity, dayStartEquity }: EquityNow,
): Breach | null {
  if (!dailyLoss.isOn || dayStartEquity <= 0) return null;
  const lossPct = ((dayStartEquity - equity) / dayStartEquity) * 100;
  if (lossPct < dailyLoss.lossPctMax) return null;
  return {
    protection: 'daily-loss',
    symbol: null,
    effect: dailyLoss.effect,
    untilTime: endOfDay(eventTime),
    reason: `the account has lost ${percentText(lossPct)} today; the limit is ${percentText(dailyLoss.lossPctMax)}`,
  };
}

/** Fires when the fall from the highest close reaches its limit; holds for its pause, then fires again if it stands. */
export function drawdownBreach(
  { drawdown }: ProtectionSettings,
  { eventTime, equity, peakEquity }: EquityNow,
): Breach | null {
  if (!drawdown.isOn || peakEquity <= 0) return null;
  const fallPct = ((peakEquity - equity) / peakEquity) * 100;
  if (fallPct < drawdown.fallPctMax) return null;
  return {
    protection: 'drawdown',
    symbol: null,
    effect: drawdown.effect,
    untilTime: eventTime + drawdown.pauseMinutes * MINUTE_MS,
    reason: `the account is ${percentText(fallPct)} below its highest close; the limit is ${percentText(drawdown.fallPctMax)}`,
  };
}
