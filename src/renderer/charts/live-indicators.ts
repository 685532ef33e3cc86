import { findIndicator, resolveParameters } from '#domain/indicators/catalog';
import type { IndicatorDefinition, ParameterValues } from '#domain/indicators/indicator';
import { shownParameters } from '#domain/indicators/parameters';
import { type BarColumns, sliceBars } from '#domain/market/bar';
import type { ChartIndicator, LineStyle } from './price-chart.ts';

/** An indicator a person put on the chart. */
export interface IndicatorChoice {
  readonly slug: string;
  readonly parameters: ParameterValues;
}

/** Up to so many bars every value is computed anew on each change: tens of microseconds an indicator. */
const WHOLE_UP_TO_BARS = 20_000;
const LEAD_BARS_MIN = 2_000;
/** After so many warm-ups a smoothed value has forgotten where it was started, to the last digit shown. */
const LEAD_WARM_UPS = 40;
const TOLERANCE = 1e-9;

const LEVELS: Readonly<Record<string, readonly number[]>> = {
  'relative-strength-index': [30, 70],
  'stochastic-oscillator': [20, 80],
  'williams-percent-range': [-80, -20],
  'commodity-channel-index': [-100, 100],
};

/** A short name longer than this is no shorter than the name. */
const SHORT_NAME_MAX = 10;

/** `SMA 10`, `MACD 12 26 9`, `Supertrend 10 3`. */
export function indicatorLabel(definition: IndicatorDefinition, parameters: ParameterValues): string {
  const [alias = ''] = definition.aliases;
  const short = alias.length > SHORT_NAME_MAX || alias === '' ? definition.name : alias.toUpperCase();
  return [short, ...shownParameters(definition.parameters, parameters)].join(' ');
}

/**
 * The indicators of one chart over bars that change at their end. Long series are computed once; after that only
 * their tail is, and taken over where its values meet the known ones (a running total does not, and is done whole).
 */
export class LiveIndicators {
  private indicators: LiveIndicator[] = [];

  /** Takes the choices, keeping what is computed of those that stay. Unknown or unsound ones are left out. */
  choose(choices: readonly IndicatorChoice[]): void {
    const kept = new Map(this.indicators.map((indicator) => [indicator.id, indicator]));
    this.indicators = choices.flatMap((choice, position) => {
      const id = `${position} ${choice.slug} ${JSON.stringify(choice.parameters)}`;
      const known = kept.get(id);
      const made = known ?? createIndicator(id, choice);
      return made === undefined ? [] : [made];
    });
  }

  /** The indicators over the bars, of which those before `changedFrom` are as they were the last time. */
  compute(bars: BarColumns, changedFrom: number): ChartIndicator[] {
    let overlays = 0;
    return this.indicators.map((indicator) => {
      indicator.update(bars, changedFrom);
      const { definition } = indicator;
      const colour = definition.pane === 'price' ? overlays++ : 0;
      const levels = LEVELS[definition.slug];
      return {
        id: indicator.id,
        label: indicatorLabel(definition, indicator.parameters),
        pane: definition.pane,
        columns: definition.outputs
          .map((name, i) => ({
            name,
            values: indicator.columns[i]!.subarray(0, bars.length),
            style: columnStyle(definition, i, colour),
          }))
          .filter(({ name }) => definition.undrawn?.includes(name) !== true),
        ...(levels === undefined ? {} : { levels }),
        changedFrom: indicator.changedFrom,
      };
    });
  }
}

function createIndicator(id: string, { slug, parameters }: IndicatorChoice): LiveIndicator | undefined {
  const definition = findIndicator(slug);
  if (definition === undefined) return undefined;
  try {
    return new LiveIndicator(id, definition, resolveParameters(definition, parameters));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function columnStyle(definition: IndicatorDefinition, output: number, overlay: number): LineStyle {
  if (definition.outputs[output] === 'histogram') return { colour: 'up-down', shape: 'histogram' };
  if (definition.pane === 'separate') return { colour: output === 0 ? 'model' : 1 };
  return { colour: overlay };
}

class LiveIndicator {
  readonly id: string;
  readonly definition: IndicatorDefinition;
  readonly parameters: ParameterValues;
  columns: Float64Array[] = [];
  /** First bar whose value changed in memory that was shown before. */
  changedFrom = 0;
  private length = 0;

  constructor(id: string, definition: IndicatorDefinition, parameters: ParameterValues) {
    this.id = id;
    this.definition = definition;
    this.parameters = parameters;
  }

  update(bars: BarColumns, changedFrom: number): void {
    const from = Math.min(changedFrom, this.length);
    if (this.columns.length > 0 && this.length === bars.length && from >= bars.length)
      this.changedFrom = bars.length;
    else if (bars.length <= WHOLE_UP_TO_BARS || !this.updateTail(bars, from)) this.computeWhole(bars);
    this.length = bars.length;
  }

  private computeWhole(bars: BarColumns): void {
    this.columns = this.definition.batch(bars, this.parameters);
    this.changedFrom = bars.length;
  }

  /** Recomputes from a lead before `from`; false when the lead does not reach the known values. */
  private updateTail(bars: BarColumns, from: number): boolean {
    const lead = Math.max(LEAD_BARS_MIN, LEAD_WARM_UPS * this.definition.warmUpBars(this.parameters));
    const start = from - lead;
    if (start <= 0 || bars.length - from > lead) return false;
    const tail = this.definition.batch(sliceBars(bars, start, bars.length), this.parameters);
    const meets = this.columns.every((column, i) => isClose(column[from - 1]!, tail[i]![lead - 1]!));
    if (!meets) return false;
    this.columns = this.columns.map((column, i) => {
      const target = column.length >= bars.length ? column : withRoom(column, bars.length);
      target.set(tail[i]!.subarray(lead), from);
      return target;
    });
    this.changedFrom = from;
    return true;
  }
}

function isClose(known: number, anew: number): boolean {
  return Math.abs(known - anew) <= TOLERANCE * Math.max(1, Math.abs(known));
}

function withRoom(column: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(Math.ceil(length * 1.1) + 256);
  larger.set(column);
  return larger;
}
