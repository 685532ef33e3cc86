import type { AlertView } from '#contract/services/alerts';

interface ArmedAlert {
  view: AlertView;
  /** Newest value, NaN before the first. */
  value: number;
}

type Condition = AlertView['condition'];

/** Alerts by symbol. A crossing needs two values on the two sides of the threshold; it fires once, then rests until rearmed. */
export class AlertBook {
  readonly #byId = new Map<string, ArmedAlert>();
  readonly #bySymbol = new Map<string, ArmedAlert[]>();
  readonly #onFired: (alert: AlertView) => void;

  constructor(onFired: (alert: AlertView) => void) {
    this.#onFired = onFired;
  }

  put(view: AlertView): void {
    this.remove(view.id);
    const armed: ArmedAlert = { view, value: Number.NaN };
    this.#byId.set(view.id, armed);
    const { symbol } = view.condition;
    this.#bySymbol.set(symbol, [...(this.#bySymbol.get(symbol) ?? []), armed]);
  }

  remove(id: string): boolean {
    const armed = this.#byId.get(id);
    if (!armed) return false;
    this.#byId.delete(id);
    const { symbol } = armed.view.condition;
    this.#bySymbol.set(
      symbol,
      (this.#bySymbol.get(symbol) ?? []).filter((other) => other !== armed),
    );
    return true;
  }

  views(): AlertView[] {
    return [...this.#byId.values()].map(({ view, value }) => ({
      ...view,
      currentValue: Number.isNaN(value) ? null : value,
    }));
  }

  get size(): number {
    return this.#byId.size;
  }

  get activeCount(): number {
    let count = 0;
    for (const { view } of this.#byId.values()) if (view.state === 'active') count += 1;
    return count;
  }

  has(symbol: string): boolean {
    return (this.#bySymbol.get(symbol)?.length ?? 0) > 0;
  }

  /**
   * Takes the newest value of a measure; one that is not new is only remembered. Allocates nothing unless an alert
   * fires.
   */
  observe(
    symbol: string,
    measure: Condition['measure'],
    value: number,
    eventTime: number,
    isNew: boolean,
  ): void {
    const alerts = this.#bySymbol.get(symbol);
    if (!alerts || !Number.isFinite(value)) return;
    for (const armed of alerts) {
      if (armed.view.condition.measure !== measure) continue;
      const previous = armed.value;
      armed.value = value;
      if (!isNew || armed.view.state !== 'active' || !hasCrossed(armed.view.condition, previous, value))
        continue;
      armed.view = {
        ...armed.view,
        state: 'triggered',
        triggeredTime: eventTime,
        triggeredBy: { eventTime, value },
        currentValue: value,
      };
      this.#onFired(armed.view);
    }
  }
}

function hasCrossed({ operator, threshold }: Condition, previous: number, value: number): boolean {
  if (Number.isNaN(previous)) return false;
  return operator === 'crosses-above'
    ? previous < threshold && value >= threshold
    : previous > threshold && value <= threshold;
}
