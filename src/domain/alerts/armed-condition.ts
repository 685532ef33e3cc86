import type { Condition, Measure, Moment } from './alert-rule.ts';
import type { Gauge } from './gauge.ts';
import { instantOfDay, nextInstant } from './moment-times.ts';

/** A condition bound to the gauges it reads. Nothing in it allocates. */
export interface ArmedCondition {
  /** Whether it holds at the event of this number, which happened at `time`. */
  holds(event: number, time: number): boolean;
  /** Newest value of what it looks at; of a time condition its time. NaN before the first. */
  value(): number;
  /** What the value is compared with: the nearer bound of a range, the next instant of a moment. */
  threshold(): number;
  /** Takes the time of an event it was not asked about, so that what passed meanwhile is no news. */
  pass(time: number): void;
}

export interface GaugeSource {
  /** The gauge that shows a measure. */
  gauge(measure: Measure): Gauge;
  /** The gauge that shows by how many percent a measure is above its lowest (below its highest) of a window. */
  move(measure: Measure, direction: 'rises-by' | 'falls-by', windowMs: number): Gauge;
}

/** Binds a condition to its gauges. */
export function armCondition(condition: Condition, source: GaugeSource): ArmedCondition {
  switch (condition.kind) {
    case 'time':
      return condition.operator === 'at'
        ? new MomentCondition(condition.moment)
        : new HourCondition(condition.moment, condition.operator);
    case 'range': {
      const { from, to, operator } = condition;
      return new RangeCondition(source.gauge(condition.measure), from, to, operator === 'enters');
    }
    case 'move': {
      const gauge = source.move(condition.measure, condition.operator, condition.windowMs);
      return new CompareCondition(gauge, condition.percent, 'crosses-above');
    }
    case 'compare': {
      const { measure, operator, operand } = condition;
      const other = typeof operand === 'number' ? operand : source.gauge(operand);
      return new CompareCondition(source.gauge(measure), other, operator);
    }
  }
}

/** A crossing needs the two sides at two events; one that jumps over the level counts, touching it from beyond does. */
class CompareCondition implements ArmedCondition {
  private readonly gauge: Gauge;
  private readonly level: number;
  private readonly other: Gauge | null;
  private readonly operator: Extract<Condition, { kind: 'compare' }>['operator'];

  constructor(gauge: Gauge, operand: number | Gauge, operator: CompareCondition['operator']) {
    this.gauge = gauge;
    this.level = typeof operand === 'number' ? operand : Number.NaN;
    this.other = typeof operand === 'number' ? null : operand;
    this.operator = operator;
  }

  holds(event: number): boolean {
    const value = this.gauge.value;
    const level = this.threshold();
    if (this.operator === 'is-above') return value > level;
    if (this.operator === 'is-below') return value < level;
    const valueBefore = this.gauge.before(event);
    const levelBefore = this.other === null ? level : this.other.before(event);
    const isUp = valueBefore < levelBefore && value >= level;
    if (this.operator === 'crosses-above') return isUp;
    const isDown = valueBefore > levelBefore && value <= level;
    return this.operator === 'crosses-below' ? isDown : isUp || isDown;
  }

  value(): number {
    return this.gauge.value;
  }

  threshold(): number {
    return this.other === null ? this.level : this.other.value;
  }

  pass(): void {}
}

class RangeCondition implements ArmedCondition {
  private readonly gauge: Gauge;
  private readonly from: number;
  private readonly to: number;
  private readonly isEntering: boolean;

  constructor(gauge: Gauge, from: number, to: number, isEntering: boolean) {
    this.gauge = gauge;
    this.from = from;
    this.to = to;
    this.isEntering = isEntering;
  }

  holds(event: number): boolean {
    const before = this.gauge.before(event);
    if (Number.isNaN(before)) return false;
    const isInside = this.contains(this.gauge.value);
    return isInside === this.isEntering && this.contains(before) !== isInside;
  }

  value(): number {
    return this.gauge.value;
  }

  threshold(): number {
    const { value } = this.gauge;
    return Math.abs(value - this.to) < Math.abs(value - this.from) ? this.to : this.from;
  }

  pass(): void {}

  private contains(value: number): boolean {
    return value >= this.from && value <= this.to;
  }
}

/** Holds at the first event at or after each coming of its moment. */
class MomentCondition implements ArmedCondition {
  private readonly moment: Moment;
  private now = Number.NaN;
  private next = Number.NaN;

  constructor(moment: Moment) {
    this.moment = moment;
  }

  holds(_event: number, time: number): boolean {
    const isReached = time >= this.next;
    this.pass(time);
    return isReached;
  }

  value(): number {
    return this.now;
  }

  threshold(): number {
    return this.next;
  }

  /** Time that runs backwards is that of another market: what lies ahead is looked up anew. */
  pass(time: number): void {
    if (Number.isNaN(this.now) || time >= this.next || time < this.now - 86_400_000)
      this.next = nextInstant(this.moment, time);
    this.now = time;
  }
}

/** Holds before, or from, its moment of each day on. */
class HourCondition implements ArmedCondition {
  private readonly moment: Moment;
  private readonly isAfter: boolean;
  private now = Number.NaN;
  private instant = Number.NaN;
  private from = Number.POSITIVE_INFINITY;
  private until = Number.NEGATIVE_INFINITY;

  constructor(moment: Moment, operator: 'after' | 'before') {
    this.moment = moment;
    this.isAfter = operator === 'after';
  }

  holds(_event: number, time: number): boolean {
    this.pass(time);
    return this.isAfter ? time >= this.instant : time < this.instant;
  }

  value(): number {
    return this.now;
  }

  threshold(): number {
    return this.instant;
  }

  pass(time: number): void {
    if (time < this.from || time >= this.until) {
      const { instant, until } = instantOfDay(this.moment, time);
      this.from = time;
      this.instant = instant;
      this.until = until;
    }
    this.now = time;
  }
}
