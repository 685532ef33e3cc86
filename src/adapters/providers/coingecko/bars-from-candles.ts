import { listOf, numberOf } from '#domain/values/json-value';
import type { ProviderRow } from '#engine/ports/data-provider';

const CANDLE_MS = 30 * 60_000;

/**
 * Bars of `lengthMs` from 30-minute candles `[time, open, high, low, close]`, whose time is their end. A bar that lacks
 * a candle is left out: it would tell of a part as if it were the whole.
 */
export function barsFromCandles(candles: readonly unknown[], lengthMs: number): ProviderRow[] {
  const bars = new Map<number, Map<number, readonly unknown[]>>();
  for (const entry of candles) {
    const candle = listOf(entry) ?? [];
    const start = numberOf(candle[0]) - CANDLE_MS;
    const bar = Math.floor(start / lengthMs) * lengthMs;
    const parts = bars.get(bar) ?? new Map<number, readonly unknown[]>();
    bars.set(bar, parts.set(start, candle));
  }
  return [...bars].flatMap(([time, parts]): ProviderRow[] => {
    if (parts.size < lengthMs / CANDLE_MS) return [];
    const ordered = [...parts].sort(([a], [b]) => a - b).map(([, candle]) => candle);
    return [
      {
        time,
        open: ordered[0]?.[1],
        high: Math.max(...ordered.map((candle) => numberOf(candle[2]))),
        low: Math.min(...ordered.map((candle) => numberOf(candle[3]))),
        close: ordered.at(-1)?.[4],
        volume: 0,
        raw: JSON.stringify(ordered),
      },
    ];
  });
}
