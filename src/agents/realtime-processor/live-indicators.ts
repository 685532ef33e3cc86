import { OctopusError, unknownName } from '#contract/errors';
import { findIndicator, indicatorNames, resolveParameters } from '#domain/indicators/catalog';
import type { IndicatorStream, ParameterValues } from '#domain/indicators/indicator';
import type { Bar, BarColumns } from '#domain/market/bar';
import type { Timeframe } from '#domain/market/timeframe';

export interface FollowedIndicator {
  readonly outputs: readonly string[];
  /** Newest value of every output after the last closed bar, NaN until there are bars enough; the same array each time. */
  readonly values: Float64Array;
  /** Opening time of that bar, NaN before the first. */
  readonly time: number;
  /** Ends it. */
  close(): void;
}

interface Follower {
  readonly stream: IndicatorStream;
  readonly onChange: (follower: FollowedIndicator) => void;
  time: number;
}

/** Indicators that go on bar by bar while the market is open: each closed bar is taken once, and none is read again. */
export class LiveIndicators {
  readonly #bySeries = new Map<string, Set<Follower & FollowedIndicator>>();

  /**
   * Follows an indicator of a series from the closed bars so far. Throws UNKNOWN_INDICATOR, or a RangeError for a parameter, with
   * the nearest names.
   */
  follow(
    request: {
      readonly symbol: string;
      readonly timeframe: Timeframe;
      readonly indicator: string;
      readonly parameters?: ParameterValues;
    },
    closed: BarColumns,
    onChange: (indicator: FollowedIndicator) => void = () => undefined,
  ): FollowedIndicator {
    const definition = findIndicator(request.indicator);
    if (definition === undefined)
      throw new OctopusError(
        'UNKNOWN_INDICATOR',
        unknownName('indicator', request.indicator, indicatorNames()),
      );
    const stream = definition.stream(resolveParameters(definition, request.parameters ?? {}));
    for (let i = 0; i < closed.length; i++)
      stream.next(
        closed.open[i]!,
        closed.high[i]!,
        closed.low[i]!,
        closed.close[i]!,
        closed.volume[i]!,
        closed.time[i]!,
      );
    const key = `${request.symbol} ${request.timeframe}`;
    const followers = this.#bySeries.get(key) ?? new Set();
    this.#bySeries.set(key, followers);
    const follower = {
      stream,
      onChange,
      outputs: definition.outputs,
      values: stream.values,
      time: closed.length === 0 ? Number.NaN : closed.time[closed.length - 1]!,
      close: () => {
        followers.delete(follower);
        if (followers.size === 0) this.#bySeries.delete(key);
      },
    };
    followers.add(follower);
    return follower;
  }

  /** Takes a bar that closed; one that is not newer than the last is left out. */
  onClosed(symbol: string, timeframe: Timeframe, bar: Bar): void {
    const followers = this.#bySeries.get(`${symbol} ${timeframe}`);
    if (followers === undefined) return;
    for (const follower of followers) {
      if (bar.time <= follower.time) continue;
      follower.stream.next(bar.open, bar.high, bar.low, bar.close, bar.volume, bar.time);
      follower.time = bar.time;
      follower.onChange(follower);
    }
  }
}
