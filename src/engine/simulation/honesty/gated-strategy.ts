import type { BarColumns } from '#domain/market/bar';
import type { Signal, StrategyDefinition, StrategyRun } from '#domain/strategies/strategy';
import { gatedModule } from './gated-module.ts';

/**
 * The same strategy, watching without deciding for the first `quietBars`, and heard `delayBars` late. With neither it
 * decides as it always does.
 */
export function gatedStrategy(
  strategy: StrategyDefinition,
  { quietBars = 0, delayBars = 0 }: { readonly quietBars?: number; readonly delayBars?: number },
): StrategyDefinition {
  const { module } = strategy;
  return {
    ...strategy,
    ...(module ? { module: gatedModule(module, { quietBars, delayBars }) } : {}),
    warmUpBars: (parameters) => Math.max(strategy.warmUpBars(parameters), quietBars) + delayBars,
    start: (parameters) => new GatedRun(strategy.start(parameters), quietBars, delayBars),
  };
}

class GatedRun implements StrategyRun {
  private readonly run: StrategyRun;
  private readonly quietBars: number;
  /** Signals on their way, the oldest at the position of the next bar. */
  private readonly waiting: Int8Array;

  constructor(run: StrategyRun, quietBars: number, delayBars: number) {
    this.run = run;
    this.quietBars = quietBars;
    this.waiting = new Int8Array(delayBars);
  }

  get score(): number {
    return this.run.score;
  }

  onBar(bars: BarColumns, index: number): Signal {
    const signal = this.run.onBar(bars, index);
    const own = index < this.quietBars ? 0 : signal;
    if (this.waiting.length === 0) return own;
    const place = index % this.waiting.length;
    const late = this.waiting[place] as Signal;
    this.waiting[place] = own;
    return late;
  }

  explain(): string {
    return this.run.explain();
  }
}
