import type { OctopusError } from '#contract/errors';
import type { FillView } from '#domain/strategies/sdk/strategy-context';
import type { AccountRequest } from './account-request.ts';
import type { SeriesContext } from './series-context.ts';
import { strategyError } from './strategy-error.ts';

/** The calls into a strategy: what it remembers, and where the newest was made, for what it may throw. */
export class StrategyCalls {
  readonly strategy: AccountRequest['strategy'];
  /** What `onStart` gave. */
  memory: unknown;
  /** Name of the newest call, and the instrument it was made for. */
  calling = 'onStart';
  caller: SeriesContext | undefined;

  constructor(strategy: AccountRequest['strategy']) {
    this.strategy = strategy;
  }

  start(context: SeriesContext): void {
    this.caller = context;
    this.memory = this.strategy.onStart?.(context);
  }

  bar(context: SeriesContext): void {
    this.caller = context;
    this.calling = 'onBar';
    this.strategy.onBar?.(context, this.memory);
  }

  tick(context: SeriesContext): void {
    this.caller = context;
    this.calling = 'onTick';
    this.strategy.onTick?.(context, this.memory);
  }

  /** Fills come in the middle of another call or of none, which goes on afterwards. */
  fill(context: SeriesContext, fill: FillView): void {
    const { calling, caller } = this;
    this.calling = 'onFill';
    this.caller = context;
    this.strategy.onFill?.(context, this.memory, fill);
    this.calling = calling;
    this.caller = caller;
  }

  end(context: SeriesContext): void {
    this.caller = context;
    this.calling = 'onEnd';
    this.strategy.onEnd?.(context, this.memory);
  }

  /** What was thrown within the newest call, with its place. */
  fault(error: unknown): OctopusError {
    return strategyError(error, this.strategy.name, this.calling, this.caller);
  }
}
