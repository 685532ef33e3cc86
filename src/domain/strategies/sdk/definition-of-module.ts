import { findIndicator, indicatorNames } from '../../indicators/catalog.ts';
import type { IndicatorStream, ParameterValues } from '../../indicators/indicator.ts';
import { resolveParameters } from '../../indicators/parameters.ts';
import type { BarColumns } from '../../market/bar.ts';
import { unknownName } from '../../values/nearest-names.ts';
import type { Signal, StrategyDefinition, StrategyRun } from '../strategy.ts';
import { declaredParameters, resolveDeclared } from './declared-parameters.ts';
import type { StrategyModule } from './define-strategy.ts';
import { LookAheadError } from './look-ahead-error.ts';
import type { AccountView, IndicatorView, StrategyContext } from './strategy-context.ts';

/** An indicator as it streams along, with the values it gave. */
interface StreamedIndicator extends IndicatorView {
  readonly stream: IndicatorStream;
  /** One list of past values an output, oldest first. */
  readonly past: number[][];
}

/**
 * A strategy of orders as every other is described. In an account it runs as it is. For the decision loop that weighs
 * several strategies it is one of signals: what it wants to hold after each bar is its signal and its score; its sizes,
 * prices and brackets are not followed there, the loop has its own.
 */
export function definitionOfModule(module: StrategyModule, slug: string, version = 1): StrategyDefinition {
  return {
    slug,
    version,
    name: module.name,
    summary: module.summary ?? '',
    parameters: declaredParameters(module),
    validate: (parameters) => module.validate?.(parameters),
    warmUpBars: (parameters) => module.warmUpBars?.(parameters) ?? 0,
    start: (given) => new ModuleRun(module, resolveDeclared(module, given)),
    module,
  };
}

class ModuleRun implements StrategyRun {
  readonly #module: StrategyModule;
  readonly #context: SignalContext;
  #memory: unknown;
  #isStarted = false;

  constructor(module: StrategyModule, parameters: ParameterValues) {
    this.#module = module;
    this.#context = new SignalContext(parameters);
  }

  get score(): number {
    return this.#context.stance;
  }

  onBar(bars: BarColumns, index: number): Signal {
    const context = this.#context;
    context.take(bars, index);
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#memory = this.#module.onStart?.(context);
    }
    const before = context.stance;
    this.#module.onBar?.(context, this.#memory);
    if (context.stance === before) return 0;
    return context.stance === 0 ? 2 : context.stance;
  }

  explain(): string {
    const { stance } = this.#context;
    const wants = stance === 1 ? 'to be long' : stance === -1 ? 'to be short' : 'no position';
    return `${this.#module.name} wants ${wants}`;
  }
}

/** One instrument without an account: orders only tell which side the strategy wants to be on. */
class SignalContext implements StrategyContext {
  readonly symbol = 'INSTRUMENT';
  readonly currency = '';
  readonly lastRefusal = '';
  readonly parameters: ParameterValues;
  readonly account: AccountView = { currency: '', cash: 1, equity: 1, buyingPower: 1 };
  stance: -1 | 0 | 1 = 0;
  #bars: BarColumns | undefined;
  #index = -1;
  #orders = 0;
  readonly #indicators = new Map<string, StreamedIndicator>();

  constructor(parameters: ParameterValues) {
    this.parameters = parameters;
  }

  /** The next bar has closed. */
  take(bars: BarColumns, index: number): void {
    this.#bars = bars;
    this.#index = index;
    for (const indicator of this.#indicators.values()) feed(indicator, bars, index);
  }

  get instruments(): readonly SignalContext[] {
    return [this];
  }

  get position() {
    return { quantity: this.stance, averagePrice: 0 };
  }

  get bars(): number {
    return this.#index + 1;
  }

  get now(): number {
    return this.time();
  }

  get last(): number {
    return this.close();
  }

  get bid(): number {
    return this.close();
  }

  get ask(): number {
    return this.close();
  }

  open(ago = 0): number {
    return this.#at('open', ago);
  }

  high(ago = 0): number {
    return this.#at('high', ago);
  }

  low(ago = 0): number {
    return this.#at('low', ago);
  }

  close(ago = 0): number {
    return this.#at('close', ago);
  }

  volume(ago = 0): number {
    return this.#at('volume', ago);
  }

  time(ago = 0): number {
    return this.#at('time', ago);
  }

  buy(): number {
    this.stance = 1;
    return ++this.#orders;
  }

  sell(): number {
    this.stance = this.stance === 1 ? 0 : -1;
    return ++this.#orders;
  }

  closePosition(): number {
    if (this.stance === 0) return 0;
    this.stance = 0;
    return ++this.#orders;
  }

  cancel(): boolean {
    return false;
  }

  cancelAll(): void {
    // Nothing rests where orders are only wishes.
  }

  note(): void {
    // The decision loop explains itself by scores.
  }

  instrument(symbol: string): SignalContext {
    if (symbol !== this.symbol) throw new RangeError(unknownName('symbol', symbol, [this.symbol]));
    return this;
  }

  timeframe(name: string): SignalContext {
    throw new RangeError(`timeframe "${name}" is not there: the decision loop has one series`);
  }

  indicator(name: string, parameters: ParameterValues = {}): IndicatorView {
    const key = `${name} ${JSON.stringify(parameters)}`;
    const known = this.#indicators.get(key);
    if (known) return known;
    const definition = findIndicator(name);
    if (!definition) throw new RangeError(unknownName('indicator', name, indicatorNames()));
    const { outputs } = definition;
    const past = outputs.map((): number[] => []);
    const made: StreamedIndicator = {
      stream: definition.stream(resolveParameters(definition, parameters)),
      past,
      value(ago = 0, output) {
        if (ago < 0) throw new LookAheadError(definition.slug, ago);
        const values = past[output === undefined ? 0 : outputs.indexOf(output)];
        if (!values) throw new RangeError(unknownName('output', output ?? '', outputs));
        return values[values.length - 1 - ago] ?? Number.NaN;
      },
    };
    if (this.#bars) for (let i = 0; i <= this.#index; i++) feed(made, this.#bars, i);
    this.#indicators.set(key, made);
    return made;
  }

  #at(field: 'time' | 'open' | 'high' | 'low' | 'close' | 'volume', ago: number): number {
    if (ago < 0) throw new LookAheadError(field, ago);
    return this.#bars?.[field][this.#index - ago] ?? Number.NaN;
  }
}

function feed({ stream, past }: StreamedIndicator, bars: BarColumns, i: number): void {
  stream.next(bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!, bars.volume[i]!, bars.time[i]!);
  past.forEach((values, output) => {
    values.push(stream.values[output]!);
  });
}
