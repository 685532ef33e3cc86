import type { ParameterValues } from '../indicators/indicator.ts';
import { parameterValue } from '../indicators/parameters.ts';
import type { BarColumns } from '../market/bar.ts';
import type { Signal, StrategyDefinition, StrategyRun } from './strategy.ts';

/** Long from the first close after `wait` bars on, for good: what every other strategy has to beat. */
export const buyAndHold: StrategyDefinition = {
  slug: 'buy-and-hold',
  version: 1,
  name: 'Buy and hold',
  summary: 'Buys once and keeps it: what every other strategy has to beat.',
  parameters: [
    { name: 'wait', label: 'Bars before it buys', default: 0, minimum: 0, maximum: 100_000, isInteger: true },
  ],
  warmUpBars: (parameters) => parameterValue(parameters, 'wait') + 1,
  start: (parameters) => new BuyAndHoldRun(parameters),
};

class BuyAndHoldRun implements StrategyRun {
  private readonly wait: number;
  private seen = 0;

  constructor(parameters: ParameterValues) {
    this.wait = parameterValue(parameters, 'wait');
  }

  get score(): number {
    return this.seen > this.wait ? 1 : 0;
  }

  onBar(_bars: BarColumns, index: number): Signal {
    this.seen = index + 1;
    return index >= this.wait ? 1 : 0;
  }

  explain(): string {
    return this.seen > this.wait ? 'it holds what it bought' : `waiting for ${this.wait + 1} closes`;
  }
}
