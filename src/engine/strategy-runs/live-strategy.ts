import { timeframeMs } from '#domain/market/timeframe';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import { StrategyCalls } from '../simulation/backtest/strategy-calls.ts';
import { GrowingBars } from './growing-bars.ts';
import { GrowingIndicators } from './growing-indicators.ts';
import { LiveHost, type LiveSeries } from './live-host.ts';
import type { RunAnswer, RunEvent, RunInput, RunSetup, StrategyHost } from './run-messages.ts';

/** What a strategy that gives signals says of itself, where it can. */
interface Explaining {
  explain?(symbol: string): string;
}

/**
 * A strategy that lives on bars and ticks as they come. It sees what it sees in a backtest, by the very same context;
 * what it asks for is handed back, to be judged and sent by whoever called.
 */
export class LiveStrategy implements StrategyHost {
  readonly #calls: StrategyCalls;
  readonly #host: LiveHost;
  readonly #module: StrategyModule;
  #isStarted = false;

  /** `moduleOf` makes the strategy over the growing bars of each instrument. */
  constructor(setup: RunSetup, moduleOf: (bars: readonly GrowingBars[]) => StrategyModule) {
    const span = timeframeMs(setup.timeframe);
    const series = setup.instruments.map((): LiveSeries => {
      const bars = new GrowingBars();
      const growing = new GrowingIndicators(bars);
      const { time: openKeys } = bars;
      const cursor = {
        kind: 'bars',
        timeframe: setup.timeframe,
        bars,
        quotes: undefined,
        openKeys,
        closeKeys: openKeys,
        closeOffset: 0,
        span,
        growing,
      } as const;
      return { bars, growing, cursor, place: { index: -1 } };
    });
    this.#module = moduleOf(series.map(({ bars }) => bars));
    this.#calls = new StrategyCalls(this.#module);
    this.#host = new LiveHost(setup, series);
  }

  /** Throws an `OctopusError` TASK_FAILED saying where the strategy failed. */
  take({ event, now, refusal }: RunInput): RunAnswer {
    const host = this.#host;
    host.now = now;
    if (refusal !== undefined) host.lastRefusal = refusal;
    host.isTaken = true;
    try {
      this.#start();
      this.#show(event);
    } catch (error) {
      throw this.#calls.fault(error);
    }
    const instrument = 'instrument' in event ? event.instrument : 0;
    const { asks, notes } = host.handOver();
    return {
      asks,
      notes: this.#explained(asks.length > 0, instrument, notes),
      ...this.#seen(instrument, asks.length > 0),
    };
  }

  close(): void {
    // It lives in memory alone.
  }

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#calls.start(this.#host.contexts[0]!);
  }

  #show(event: RunEvent): void {
    const host = this.#host;
    const calls = this.#calls;
    switch (event.kind) {
      case 'warm-up':
        this.#warmUp(event.bars);
        return;
      case 'bar':
        if (!host.add(event.instrument, event.bar)) return;
        host.time = event.time;
        host.isTaken = event.isTaken;
        calls.bar(host.contexts[event.instrument]!);
        return;
      case 'tick':
        host.time = event.time;
        host.isTaken = event.isTaken;
        calls.tick(host.contexts[event.instrument]!);
        return;
      case 'fill':
        host.time = event.fill.time;
        calls.fill(host.contexts[event.instrument]!, event.fill);
        return;
      case 'end':
        host.isTaken = false;
        calls.end(host.contexts[0]!);
    }
  }

  /** Bars in the order they closed, by instrument where they are equal, as a backtest shows them. */
  #warmUp(series: Extract<RunEvent, { kind: 'warm-up' }>['bars']): void {
    const host = this.#host;
    host.isTaken = false;
    const next = series.map(() => 0);
    for (;;) {
      let earliest = -1;
      for (const [i, bars] of series.entries())
        if (
          next[i]! < bars.length &&
          (earliest < 0 || bars.time[next[i]!]! < series[earliest]!.time[next[earliest]!]!)
        )
          earliest = i;
      if (earliest < 0) return;
      const { time, open, high, low, close, volume } = series[earliest]!;
      const i = next[earliest]!++;
      const bar = {
        time: time[i]!,
        open: open[i]!,
        high: high[i]!,
        low: low[i]!,
        close: close[i]!,
        volume: volume[i]!,
      };
      if (host.add(earliest, bar)) this.#calls.bar(host.contexts[earliest]!);
    }
  }

  #explained(hasAsked: boolean, instrument: number, notes: readonly string[]): readonly string[] {
    const why = hasAsked
      ? (this.#module as Explaining).explain?.(this.#host.symbolOf(instrument))
      : undefined;
    return why === undefined || why === '' ? notes : [...notes, why];
  }

  #seen(instrument: number, hasAsked: boolean): Pick<RunAnswer, 'bars' | 'barTime' | 'values'> {
    const { bars, growing } = this.#host.series[instrument]!;
    const last = bars.length - 1;
    const values = hasAsked && last >= 0 ? { close: bars.close[last]!, ...growing.newest() } : {};
    return { bars: bars.length, barTime: last < 0 ? null : bars.time[last]!, values };
  }
}
