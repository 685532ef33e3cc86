import type { IndicatorDefinition, IndicatorStream, ParameterValues } from '#domain/indicators/indicator';
import type { BarColumns } from '#domain/market/bar';

interface GrowingIndicator {
  readonly name: string;
  readonly stream: IndicatorStream;
  readonly outputs: readonly string[];
  /** One column an output; replaced by a wider one when it is full. */
  readonly columns: Float64Array[];
}

/** The indicators that were asked for over columns that grow: each streams along, which equals its batch form to the bit. */
export class GrowingIndicators {
  readonly #bars: BarColumns;
  readonly #asked = new Map<string, GrowingIndicator>();

  constructor(bars: BarColumns) {
    this.#bars = bars;
  }

  /** Its columns, kept up to date by {@link follow}. `parameters` are complete. */
  columns(definition: IndicatorDefinition, parameters: ParameterValues): readonly Float64Array[] {
    const name = nameOf(definition.slug, parameters);
    const known = this.#asked.get(name);
    if (known) return known.columns;
    const made: GrowingIndicator = {
      name,
      stream: definition.stream(parameters),
      outputs: definition.outputs,
      columns: definition.outputs.map(() => new Float64Array(this.#bars.time.length)),
    };
    for (let i = 0; i < this.#bars.length; i++) feed(made, this.#bars, i);
    this.#asked.set(name, made);
    return made.columns;
  }

  /** The newest bar was added. */
  follow(): void {
    for (const indicator of this.#asked.values()) feed(indicator, this.#bars, this.#bars.length - 1);
  }

  /** The newest value of each, those that are not ready left out: `sma(period 20)`, `macd(…) signal`. */
  newest(): Record<string, number> {
    const values: Record<string, number> = {};
    const last = this.#bars.length - 1;
    for (const { name, outputs, columns } of this.#asked.values())
      columns.forEach((column, place) => {
        const value = column[last];
        if (value !== undefined && Number.isFinite(value))
          values[outputs.length === 1 ? name : `${name} ${outputs[place]}`] = value;
      });
    return values;
  }
}

function nameOf(slug: string, parameters: ParameterValues): string {
  const told = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return told.length === 0 ? slug : `${slug}(${told.join(', ')})`;
}

function feed({ stream, columns }: GrowingIndicator, bars: BarColumns, i: number): void {
  stream.next(bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!, bars.volume[i]!, bars.time[i]!);
  for (let place = 0; place < columns.length; place++) {
    let column = columns[place]!;
    if (i >= column.length) {
      const wider = new Float64Array(Math.max(64, bars.time.length, i + 1));
      wider.set(column);
      column = wider;
      columns[place] = wider;
    }
    column[i] = stream.values[place]!;
  }
}
