import type { ParameterValues } from '#domain/indicators/indicator';
import type { StrategyModule } from '#domain/strategies/sdk/define-strategy';
import { LookAheadError } from '#domain/strategies/sdk/look-ahead-error';
import type {
  AccountView,
  IndicatorView,
  InstrumentView,
  OrderSize,
  OrderTerms,
  PositionView,
  StrategyContext,
} from '#domain/strategies/sdk/strategy-context';

/** How a strategy is held back. */
export interface Gate {
  /** Bars at the beginning on which it watches and places no order. */
  readonly quietBars: number;
  /** Bars by which it sees the market late; account and positions are those of now. */
  readonly delayBars: number;
}

/** The same strategy of orders behind a gate; with neither quiet nor late bars it does what it always does. */
export function gatedModule(module: StrategyModule, gate: Gate): StrategyModule {
  const known = new WeakMap<InstrumentView, GatedContext>();
  const gated = (inner: StrategyContext): GatedContext => {
    const before = known.get(inner);
    if (before) return before;
    const made = new GatedContext(inner, gate);
    known.set(inner, made);
    return made;
  };
  const { onStart, onBar, onTick, onFill, onEnd } = module;
  return {
    ...module,
    warmUpBars: (parameters) =>
      Math.max(module.warmUpBars?.(parameters) ?? 0, gate.quietBars) + gate.delayBars,
    ...(onStart && { onStart: (context) => onStart.call(module, gated(context)) }),
    ...(onBar && {
      onBar(context, memory) {
        const own = gated(context);
        if (own.bars > 0) onBar.call(module, own, memory);
      },
    }),
    ...(onTick && { onTick: (context, memory) => onTick.call(module, gated(context), memory) }),
    ...(onFill && { onFill: (context, memory, fill) => onFill.call(module, gated(context), memory, fill) }),
    ...(onEnd && { onEnd: (context, memory) => onEnd.call(module, gated(context), memory) }),
  };
}

/** One instrument as it was so many bars ago. */
class GatedView implements InstrumentView {
  protected readonly inner: InstrumentView;
  protected readonly gate: Gate;
  protected refusal = '';

  constructor(inner: InstrumentView, gate: Gate) {
    this.inner = inner;
    this.gate = gate;
  }

  get symbol(): string {
    return this.inner.symbol;
  }

  get currency(): string {
    return this.inner.currency;
  }

  get bars(): number {
    return Math.max(0, this.inner.bars - this.gate.delayBars);
  }

  get last(): number {
    return this.inner.last;
  }

  get bid(): number {
    return this.inner.bid;
  }

  get ask(): number {
    return this.inner.ask;
  }

  get position(): PositionView {
    return this.inner.position;
  }

  open(ago = 0): number {
    return this.inner.open(this.late(ago, 'open'));
  }

  high(ago = 0): number {
    return this.inner.high(this.late(ago, 'high'));
  }

  low(ago = 0): number {
    return this.inner.low(this.late(ago, 'low'));
  }

  close(ago = 0): number {
    return this.inner.close(this.late(ago, 'close'));
  }

  volume(ago = 0): number {
    return this.inner.volume(this.late(ago, 'volume'));
  }

  time(ago = 0): number {
    return this.inner.time(this.late(ago, 'time'));
  }

  indicator(name: string, parameters?: ParameterValues): IndicatorView {
    const view = this.inner.indicator(name, parameters);
    if (this.gate.delayBars === 0) return view;
    return { value: (ago = 0, output) => view.value(this.late(ago, name), output) };
  }

  buy(size: OrderSize, terms?: OrderTerms): number {
    return this.isQuiet() ? 0 : this.inner.buy(size, terms);
  }

  sell(size: OrderSize, terms?: OrderTerms): number {
    return this.isQuiet() ? 0 : this.inner.sell(size, terms);
  }

  closePosition(terms?: OrderTerms): number {
    return this.isQuiet() ? 0 : this.inner.closePosition(terms);
  }

  timeframe(name: string): InstrumentView {
    return new GatedView(this.inner.timeframe(name), this.gate);
  }

  protected late(ago: number, what: string): number {
    if (ago < 0) throw new LookAheadError(what, ago);
    return ago + this.gate.delayBars;
  }

  private isQuiet(): boolean {
    const { quietBars } = this.gate;
    const isQuiet = this.bars <= quietBars;
    this.refusal = isQuiet ? `the strategy only watches for its first ${quietBars} bars` : '';
    return isQuiet;
  }
}

class GatedContext extends GatedView implements StrategyContext {
  private readonly context: StrategyContext;

  constructor(context: StrategyContext, gate: Gate) {
    super(context, gate);
    this.context = context;
  }

  get parameters(): ParameterValues {
    return this.context.parameters;
  }

  get now(): number {
    const { context } = this;
    return context.now - context.time() + this.time();
  }

  get instruments(): readonly InstrumentView[] {
    return this.context.instruments.map((one) => new GatedView(one, this.gate));
  }

  get account(): AccountView {
    return this.context.account;
  }

  get lastRefusal(): string {
    return this.refusal || this.context.lastRefusal;
  }

  instrument(symbol: string): InstrumentView {
    return new GatedView(this.context.instrument(symbol), this.gate);
  }

  cancel(orderId: number): boolean {
    return this.context.cancel(orderId);
  }

  cancelAll(symbol?: string): void {
    this.context.cancelAll(symbol);
  }

  note(text: string): void {
    this.context.note(text);
  }
}
