import type { ParameterValues } from '#domain/indicators/indicator';
import { lowerBound } from '#domain/market/bar';
import { EngineTrial } from '../sweep/engine-trial.ts';
import type { HonestWork } from './trial-returns.ts';

/** A decision that became a trade or ended one. */
export interface Decision {
  /** Index of the bar at whose close it was taken. */
  readonly bar: number;
  readonly date: string;
  readonly action: 'buy' | 'sell' | 'leave';
}

/**
 * What a strategy decides, in order, each at the close it is taken on. Costs and size apart: an account that runs dry
 * would hide decisions.
 */
export function decisionsOf(work: HonestWork, parameters: ParameterValues): Decision[] {
  const { bars, options } = work;
  const bare = { ...options, fill: 'close', closeAtEnd: 'none', commission: 0, units: 'fractional' } as const;
  const { trades } = new EngineTrial({ ...work, options: { ...bare, size: 0.01 } }).backtest(parameters);
  const at = (time: number, action: Decision['action']): Decision => ({
    bar: lowerBound(bars, time),
    date: new Date(time).toISOString().slice(0, 10),
    action,
  });
  return trades.flatMap(({ side, entryTime, exitTime }) => [
    at(entryTime, side === 'long' ? 'buy' : 'sell'),
    ...(exitTime === null ? [] : [at(exitTime, 'leave')]),
  ]);
}
