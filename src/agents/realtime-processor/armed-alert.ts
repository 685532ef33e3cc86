import type { AlertDefinition, ConditionReading } from '#domain/alerts/alert-definition';
import { type AlertFrequency, parseAlertFrequency, restAfter } from '#domain/alerts/alert-frequency';
import { type AlertRule, type Condition, conditionsOf, symbolsOf } from '#domain/alerts/alert-rule';
import { type ArmedCondition, armCondition, type GaugeSource } from '#domain/alerts/armed-condition';
import { formatCondition } from '#domain/alerts/format-alert-rule';
import { parseAlertRule, type RuleContext } from '#domain/alerts/parse-alert-rule';

export type AlertState = 'active' | 'triggered' | 'expired' | 'disabled';

/** An alert as the book is given it. */
export interface AlertSetup {
  readonly id: string;
  readonly definition: AlertDefinition;
  readonly state: AlertState;
  /** When it fired last, as far as that holds it back; null when nothing does. */
  readonly restsSince: number | null;
}

type Node =
  | { readonly kind: 'leaf'; readonly armed: ArmedCondition }
  | { readonly kind: 'all' | 'any'; readonly members: readonly Node[] };

/** One alert bound to its gauges. */
export class ArmedAlert {
  readonly setup: AlertSetup;
  /** Symbols whose events it is evaluated at. */
  readonly symbols: readonly string[];
  readonly conditions: readonly { readonly condition: Condition; readonly armed: ArmedCondition }[];
  readonly hasTime: boolean;
  state: AlertState;
  readonly #frequency: AlertFrequency;
  readonly #root: Node;
  readonly #timeZone: string;
  readonly #expiresTime: number;
  #restFrom = Number.POSITIVE_INFINITY;
  #restTo = Number.NEGATIVE_INFINITY;

  /** Throws an AlertSyntaxError or RangeError where the definition cannot be read. */
  constructor(setup: AlertSetup, context: RuleContext, source: GaugeSource) {
    const { definition } = setup;
    this.setup = setup;
    this.state = setup.state;
    this.#timeZone = context.timeZone;
    this.#frequency = parseAlertFrequency(definition.frequency);
    this.#expiresTime = definition.expiresTime ?? Number.POSITIVE_INFINITY;
    const rule = parseAlertRule(definition.rule, context);
    const armed = new Map<Condition, ArmedCondition>();
    for (const condition of conditionsOf(rule)) armed.set(condition, armCondition(condition, source));
    this.conditions = [...armed].map(([condition, one]) => ({ condition, armed: one }));
    this.#root = nodeOf(rule, armed);
    this.hasTime = this.conditions.some(({ condition }) => condition.kind === 'time');
    const symbols = symbolsOf(rule);
    this.symbols = this.hasTime ? [...new Set([...symbols, definition.symbol])] : symbols;
    if (setup.restsSince !== null) this.#rest(setup.restsSince);
  }

  /** Whether it fires at this event. Past its expiry its state becomes `expired`. */
  fires(event: number, time: number): boolean {
    if (this.state !== 'active' || (time >= this.#restFrom && time < this.#restTo)) {
      if (this.hasTime) this.pass(time);
      return false;
    }
    if (time >= this.#expiresTime) {
      this.state = 'expired';
      return false;
    }
    return holds(this.#root, event, time);
  }

  /** It fired: it rests as its frequency says. */
  take(time: number): void {
    if (this.#frequency.kind === 'once') this.state = 'triggered';
    this.#rest(time);
  }

  /** Nothing holds it back any more, as when another session begins. */
  wake(): void {
    this.#restFrom = Number.POSITIVE_INFINITY;
    this.#restTo = Number.NEGATIVE_INFINITY;
  }

  pass(time: number): void {
    for (const { armed } of this.conditions) armed.pass(time);
  }

  readings(): ConditionReading[] {
    return this.conditions.map(({ condition, armed }) => ({
      text: formatCondition(condition, this.setup.definition.symbol),
      value: finiteOrNull(armed.value()),
      threshold: finiteOrNull(armed.threshold()),
    }));
  }

  #rest(time: number): void {
    const { from, to } = restAfter(this.#frequency, time, this.#timeZone);
    this.#restFrom = from;
    this.#restTo = to;
  }
}

function nodeOf(rule: AlertRule, armed: ReadonlyMap<Condition, ArmedCondition>): Node {
  if (rule.kind === 'all' || rule.kind === 'any')
    return { kind: rule.kind, members: rule.members.map((member) => nodeOf(member, armed)) };
  const one = armed.get(rule);
  if (one === undefined) throw new Error('a condition of the rule was not armed');
  return { kind: 'leaf', armed: one };
}

/** Every condition is asked, for those of time notice what passes by being asked. */
function holds(node: Node, event: number, time: number): boolean {
  if (node.kind === 'leaf') return node.armed.holds(event, time);
  let count = 0;
  for (const member of node.members) if (holds(member, event, time)) count += 1;
  return node.kind === 'all' ? count === node.members.length : count > 0;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
