import { unknownName } from './nearest-names.ts';

/** A read expression: its value for one row of values, in the order of the names it was read with. */
export type Expression = (values: ArrayLike<number>) => number;

export interface ReadExpression {
  readonly evaluate: Expression;
  /** Names the text speaks of, in the order given to {@link readExpression}. */
  readonly names: readonly string[];
}

const FUNCTIONS: Readonly<Record<string, { readonly count: number; of(...values: number[]): number }>> = {
  abs: { count: 1, of: Math.abs },
  sqrt: { count: 1, of: Math.sqrt },
  log: { count: 1, of: Math.log },
  exp: { count: 1, of: Math.exp },
  floor: { count: 1, of: Math.floor },
  round: { count: 1, of: Math.round },
  min: { count: 2, of: Math.min },
  max: { count: 2, of: Math.max },
};

type Binary = (a: number, b: number) => number;

/** From the loosest to the tightest; comparisons do not chain. */
const LEVELS: readonly Readonly<Record<string, Binary>>[] = [
  { '||': (a, b) => (a !== 0 || b !== 0 ? 1 : 0) },
  { '&&': (a, b) => (a !== 0 && b !== 0 ? 1 : 0) },
  {
    '<=': (a, b) => (a <= b ? 1 : 0),
    '>=': (a, b) => (a >= b ? 1 : 0),
    '==': (a, b) => (a === b ? 1 : 0),
    '!=': (a, b) => (a !== b ? 1 : 0),
    '<': (a, b) => (a < b ? 1 : 0),
    '>': (a, b) => (a > b ? 1 : 0),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b, '%': (a, b) => a % b },
];
const COMPARISONS = 2;
/** Brackets and signs inside one another; deeper texts are no one's meaning and would exhaust the stack. */
const DEPTH_MAX = 100;

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/%^<>!(),]))/y;

/**
 * Reads arithmetic over names: `fast < slow`, `sharpe - 0.1 * abs(maxDrawdownPct)`. Numbers, the names, brackets,
 * `+ - * / % ^`, comparisons, `&& || !`, and abs, sqrt, log, exp, floor, round, min, max; true is 1, false 0. Nothing
 * of the program can be reached from it.
 *
 * Throws a `RangeError` whose message is a sentence with the place of the fault; `what` names the text in it.
 */
export function readExpression(text: string, names: readonly string[], what = 'expression'): ReadExpression {
  return new ExpressionReader(text, names, what).read();
}

class ExpressionReader {
  readonly #text: string;
  readonly #names: readonly string[];
  readonly #what: string;
  readonly #used = new Set<number>();
  #position = 0;
  #token = '';
  #kind: 'number' | 'name' | 'sign' | 'end' = 'end';
  #start = 0;
  #depth = 0;

  constructor(text: string, names: readonly string[], what: string) {
    this.#text = text;
    this.#names = names;
    this.#what = what;
  }

  read(): ReadExpression {
    this.#advance();
    const evaluate = this.#level(0);
    if (this.#kind !== 'end') throw this.#fault(`unexpected "${this.#token}"`);
    return { evaluate, names: this.#names.filter((_, i) => this.#used.has(i)) };
  }

  #advance(): void {
    TOKEN.lastIndex = this.#position;
    const match = TOKEN.exec(this.#text);
    if (!match) {
      const rest = this.#text.slice(this.#position).trim();
      this.#start = this.#text.length - rest.length;
      this.#kind = 'end';
      this.#token = '';
      if (rest !== '') throw this.#fault(`"${rest[0]}" is not understood`);
      return;
    }
    this.#position = TOKEN.lastIndex;
    this.#token = match[1] ?? match[2] ?? match[3]!;
    this.#start = this.#position - this.#token.length;
    this.#kind = match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'sign';
  }

  #fault(problem: string): RangeError {
    return new RangeError(`${this.#what} "${this.#text}": ${problem} at character ${this.#start + 1}`);
  }

  #level(level: number): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#power();
    let left = this.#level(level + 1);
    for (let count = 1; this.#kind === 'sign' && Object.hasOwn(operators, this.#token); count++) {
      if (level === COMPARISONS && count > 1)
        throw this.#fault('comparisons do not chain; join them with &&, so not this one');
      left = binary(
        operators[this.#token]!,
        left,
        this.#next(() => this.#level(level + 1)),
      );
    }
    return left;
  }

  /** Right to left, tighter than a sign before it: −2^2 is −4. */
  #power(): Expression {
    if (this.#kind === 'sign' && (this.#token === '-' || this.#token === '!')) {
      const isMinus = this.#token === '-';
      const inner = this.#next(() => this.#deeper(() => this.#power()));
      return isMinus ? (values) => -inner(values) : (values) => (inner(values) === 0 ? 1 : 0);
    }
    const base = this.#atom();
    if (this.#kind !== 'sign' || this.#token !== '^') return base;
    return binary(
      (a, b) => a ** b,
      base,
      this.#next(() => this.#deeper(() => this.#power())),
    );
  }

  #atom(): Expression {
    const token = this.#token;
    if (this.#kind === 'number') {
      const value = Number(token);
      this.#advance();
      return () => value;
    }
    if (this.#kind === 'name') return this.#nameOrCall(token);
    if (this.#kind === 'sign' && token === '(') {
      const inner = this.#next(() => this.#deeper(() => this.#level(0)));
      this.#expect(')');
      return inner;
    }
    throw this.#fault(this.#kind === 'end' ? 'something is missing' : `unexpected "${token}"`);
  }

  #nameOrCall(name: string): Expression {
    const start = this.#start;
    this.#advance();
    if (this.#kind === 'sign' && this.#token === '(') return this.#call(name, start);
    const index = this.#names.indexOf(name);
    if (index < 0) {
      this.#start = start;
      throw this.#fault(unknownName('name', name, [...this.#names]));
    }
    this.#used.add(index);
    return (values) => values[index]!;
  }

  #call(name: string, start: number): Expression {
    const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!known) {
      this.#start = start;
      throw this.#fault(unknownName('function', name, Object.keys(FUNCTIONS)));
    }
    const given = [this.#next(() => this.#deeper(() => this.#level(0)))];
    while (given.length < known.count) {
      this.#expect(',');
      given.push(this.#deeper(() => this.#level(0)));
    }
    this.#expect(')');
    const [first, second] = given;
    return second ? binary(known.of, first!, second) : (values) => known.of(first!(values));
  }

  #expect(sign: string): void {
    if (this.#kind !== 'sign' || this.#token !== sign)
      throw this.#fault(`"${sign}" is missing${this.#token === '' ? '' : ` before "${this.#token}"`}`);
    this.#advance();
  }

  #next<Result>(read: () => Result): Result {
    this.#advance();
    return read();
  }

  #deeper(read: () => Expression): Expression {
    if (++this.#depth > DEPTH_MAX) throw this.#fault('too many brackets inside one another');
    const expression = read();
    this.#depth -= 1;
    return expression;
  }
}

function binary(of: Binary, left: Expression, right: Expression): Expression {
  return (values) => of(left(values), right(values));
}
