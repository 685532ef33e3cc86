import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '../indicators/indicator.ts';
import { copyStream } from '../indicators/stream-state.ts';
import type { Bar } from '../market/bar.ts';

/**
 * An indicator over closed bars that can also say what it would be if the bar being formed closed now. For that the
 * state after the closed bars is copied, field by field and with nothing allocated, into a second stream.
 */
export class ProvisionalIndicator {
  private readonly closed: IndicatorStream;
  private readonly trial: IndicatorStream;

  constructor(definition: IndicatorDefinition, parameters: ParameterValues) {
    this.closed = definition.stream(parameters);
    this.trial = definition.stream(parameters);
  }

  /** Takes a closed bar; answers the newest value of every output, NaN until ready. */
  close(bar: Bar): Float64Array {
    this.closed.next(bar.open, bar.high, bar.low, bar.close, bar.volume, bar.time);
    return this.closed.values;
  }

  /** The values with a forming bar behind the closed ones, which stay as they are. */
  attempt(bar: Bar): Float64Array {
    copyStream(this.closed, this.trial);
    this.trial.next(bar.open, bar.high, bar.low, bar.close, bar.volume, bar.time);
    return this.trial.values;
  }
}
