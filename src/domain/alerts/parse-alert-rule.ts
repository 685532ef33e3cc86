import { CALENDAR_IDS, type CalendarId } from '../instruments/calendar/exchange-calendar.ts';
import { unknownName } from '../values/nearest-names.ts';
import { type AlertRule, COMPARISONS, type Condition, conditionsOf, type Measure } from './alert-rule.ts';
import { AlertSyntaxError, readTokens, type Token } from './alert-tokens.ts';
import { parseDuration } from './parse-duration.ts';
import { parseMeasure } from './parse-measure.ts';
import { parseMoment } from './parse-moment.ts';

/** What is meant where the text does not say. */
export interface RuleContext {
  readonly symbol: string;
  /** IANA zone of times of day without one. */
  readonly timeZone: string;
  readonly calendar: CalendarId;
}

const CONDITIONS_MAX = 16;
const DEPTH_MAX = 4;
const WINDOW_MAX_MS = 7 * 86_400_000;
const SIGNS: Readonly<Record<string, string>> = { '>': 'is-above', '<': 'is-below' };
const OPERATORS = [...COMPARISONS, 'enters', 'leaves', 'rises-by', 'falls-by'];

/**
 * Reads a rule: conditions joined by `and` (binds tighter) and `or`, with brackets. Throws an
 * {@link AlertSyntaxError} that names the column.
 */
export function parseAlertRule(text: string, context: RuleContext): AlertRule {
  const reader = new RuleReader(text, context);
  const rule = reader.any(1);
  reader.end();
  const count = conditionsOf(rule).length;
  if (count > CONDITIONS_MAX)
    throw new AlertSyntaxError(`${count} conditions; an alert takes at most ${CONDITIONS_MAX}`, 1);
  return rule;
}

class RuleReader {
  private readonly tokens: readonly Token[];
  private readonly context: RuleContext;
  private readonly endColumn: number;
  private position = 0;

  constructor(text: string, context: RuleContext) {
    this.tokens = readTokens(text);
    this.context = context;
    this.endColumn = text.trimEnd().length + 1;
  }

  any(depth: number): AlertRule {
    return this.joined('or', 'any', () => this.joined('and', 'all', () => this.item(depth)));
  }

  end(): void {
    const token = this.tokens[this.position];
    if (token !== undefined)
      this.fail(`"${token.text}" is one too many: join conditions by "and" or "or"`, token);
  }

  private joined(word: 'and' | 'or', kind: 'all' | 'any', read: () => AlertRule): AlertRule {
    const members = [read()];
    while (this.tokens[this.position]?.text.toLowerCase() === word) {
      this.position += 1;
      members.push(read());
    }
    const flat = members.flatMap((member) => (member.kind === kind ? member.members : [member]));
    return flat.length === 1 ? flat[0]! : { kind, members: flat };
  }

  private item(depth: number): AlertRule {
    if (this.tokens[this.position]?.text !== '(') return this.condition();
    const open = this.take('a condition');
    if (depth >= DEPTH_MAX) this.fail('brackets are nested too deep', open);
    const rule = this.any(depth + 1);
    const close = this.take('")"');
    if (close.text !== ')') this.fail(`expected ")", found "${close.text}"`, close);
    return rule;
  }

  private condition(): Condition {
    const first = this.take('a condition such as "price crosses-above 200"');
    if (first.text.toLowerCase() === 'time') return this.timeCondition();
    const measure = this.measure(first);
    const token = this.take(`an operator: ${OPERATORS.join(', ')}`);
    const word = token.text.toLowerCase();
    const operator = SIGNS[word] ?? word;
    if (operator === 'enters' || operator === 'leaves') {
      const from = this.number();
      this.word('to');
      const last = this.tokens[this.position];
      const to = this.number();
      if (to <= from) this.fail(`the range ends at ${to}, not above its beginning ${from}`, last);
      return { kind: 'range', measure, operator, from, to };
    }
    if (operator === 'rises-by' || operator === 'falls-by') return this.move(measure, operator);
    const comparison = COMPARISONS.find((one) => one === operator);
    if (comparison === undefined) this.fail(unknownName('operator', token.text, OPERATORS), token);
    const operand = this.take('a number or a measure');
    const value = numberOf(operand.text);
    return { kind: 'compare', measure, operator: comparison, operand: value ?? this.measure(operand) };
  }

  private move(measure: Measure, operator: 'rises-by' | 'falls-by'): Condition {
    const token = this.take('a percentage such as 2%');
    const percent = numberOf(token.text.replace(/%$/, ''));
    if (percent === null || percent <= 0) this.fail(`"${token.text}" is no percentage above 0`, token);
    this.word('in');
    const duration = this.take('a duration such as 15m');
    const windowMs = parseDuration(duration.text);
    if (windowMs === null || windowMs > WINDOW_MAX_MS)
      this.fail(`"${duration.text}" is no duration from 1s to 7d, such as 15m`, duration);
    return { kind: 'move', measure, operator, percent, windowMs };
  }

  private timeCondition(): Condition {
    const token = this.take('at, after or before');
    const operator = (['at', 'after', 'before'] as const).find((one) => one === token.text.toLowerCase());
    if (operator === undefined) this.fail(unknownName('word', token.text, ['at', 'after', 'before']), token);
    const words: Token[] = [];
    for (let next = this.tokens[this.position]; next !== undefined; next = this.tokens[this.position]) {
      if (['and', 'or', ')'].includes(next.text.toLowerCase())) break;
      words.push(next);
      this.position += 1;
    }
    if (words.length === 0) this.fail('a time is missing: 09:35, 2026-12-31T15:00 or 5m before-close');
    return { kind: 'time', operator, moment: parseMoment(words, this.context, CALENDAR_IDS) };
  }

  private measure(token: Token): Measure {
    return parseMeasure(token, this.context.symbol);
  }

  private number(): number {
    const token = this.take('a number');
    const value = numberOf(token.text);
    if (value === null) this.fail(`"${token.text}" is no number`, token);
    return value;
  }

  private word(expected: string): void {
    const token = this.take(`"${expected}"`);
    if (token.text.toLowerCase() !== expected)
      this.fail(`expected "${expected}", found "${token.text}"`, token);
  }

  private take(what: string): Token {
    const token = this.tokens[this.position];
    if (token === undefined) this.fail(`expected ${what}, but the text ends`);
    this.position += 1;
    return token;
  }

  private fail(message: string, token?: Token): never {
    throw new AlertSyntaxError(message, token?.column ?? this.endColumn);
  }
}

function numberOf(text: string): number | null {
  const plain = text.replace('−', '-');
  if (!/^[-+]?(\d[\d_]*(\.\d+)?|\.\d+)$/.test(plain)) return null;
  return Number(plain.replaceAll('_', ''));
}
