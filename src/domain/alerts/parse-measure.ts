import { findIndicator, indicatorNames, resolveParameters } from '../indicators/catalog.ts';
import { isTimeframe, TIMEFRAMES, type Timeframe } from '../market/timeframe.ts';
import { unknownName } from '../values/nearest-names.ts';
import type { Measure } from './alert-rule.ts';
import { AlertSyntaxError, type Token } from './alert-tokens.ts';
import { parseDuration } from './parse-duration.ts';

const WINDOW_MAX_MS = 7 * 86_400_000;
const AVERAGE_BARS_MAX = 10_000;
const SIDES = ['price', 'bid', 'ask', 'mid'] as const;
const NAMES = [...SIDES, 'last', 'change', 'volume', 'relative-volume', 'time'];

/** Reads `price`, `change(open)`, `volume(5m,live)`, `relative-volume(20,1d)`, `rsi(14,1d)@SPX`, `macd(12,26,9,1h).signal`. */
export function parseMeasure(token: Token, mainSymbol: string): Measure {
  const match = /^([A-Za-z][\w-]*)(?:\(([^()]*)\))?(?:\.([A-Za-z-]+))?(?:@(\S+))?$/.exec(token.text);
  if (match === null)
    fail(`"${token.text}" is no measure; begin with one such as price or rsi(14,1d)`, token);
  const [, written = '', list, output, symbol = mainSymbol] = match;
  const name = written.toLowerCase();
  const given = list === undefined ? [] : list.split(',').map((part) => part.trim());
  const isLive = given.at(-1)?.toLowerCase() === 'live';
  const parts = isLive ? given.slice(0, -1) : given;
  const none = (what: string): void => {
    if (given.length > 0) fail(`${name} takes ${what}, not (${list})`, token);
  };
  const side = name === 'last' ? 'price' : SIDES.find((one) => one === name);
  if (side !== undefined) {
    none('nothing in brackets');
    return withoutOutput({ kind: 'price', symbol, side }, output, token);
  }
  if (name === 'change') return withoutOutput(change(given, symbol, token), output, token);
  if (name === 'volume') {
    if (given.length === 0)
      return withoutOutput({ kind: 'volume', symbol, timeframe: null, isLive: false }, output, token);
    const timeframe = timeframeOf(parts[0], token);
    if (parts.length > 1) fail(`volume takes a timeframe, not (${list})`, token);
    return withoutOutput({ kind: 'volume', symbol, timeframe, isLive }, output, token);
  }
  if (name === 'relative-volume') {
    const bars = Number(parts[0]);
    if (parts.length !== 2 || !Number.isInteger(bars) || bars < 1 || bars > AVERAGE_BARS_MAX)
      fail(`relative-volume takes a count of bars and a timeframe: relative-volume(20,1d)`, token);
    const timeframe = timeframeOf(parts[1], token);
    return withoutOutput({ kind: 'relative-volume', symbol, bars, timeframe, isLive }, output, token);
  }
  return indicator({ name, written, parts, isLive, output, symbol }, token);
}

function change(given: readonly string[], symbol: string, token: Token): Measure {
  const [since = 'close', ...rest] = given.map((part) => part.toLowerCase());
  const windowMs = parseDuration(since);
  if (rest.length === 0 && (since === 'close' || since === 'open')) return { kind: 'change', symbol, since };
  if (rest.length > 0 || windowMs === null || windowMs > WINDOW_MAX_MS)
    fail(
      `change takes close, open or a duration from 1s to 7d: change(30m), not (${given.join(',')})`,
      token,
    );
  return { kind: 'change', symbol, since: windowMs };
}

function indicator(
  read: {
    readonly name: string;
    readonly written: string;
    readonly parts: readonly string[];
    readonly isLive: boolean;
    readonly output: string | undefined;
    readonly symbol: string;
  },
  token: Token,
): Measure {
  const definition = findIndicator(read.name);
  if (definition === undefined)
    fail(unknownName('measure', read.written, [...NAMES, ...indicatorNames()]), token);
  const { slug, parameters, outputs } = definition;
  const last = read.parts.at(-1);
  const hasTimeframe = last !== undefined && isTimeframe(last);
  const numbers = hasTimeframe ? read.parts.slice(0, -1) : read.parts;
  if (numbers.length > parameters.length)
    fail(`${read.name} takes at most ${parameters.length} parameters and a timeframe`, token);
  const values: Record<string, number> = {};
  numbers.forEach((part, i) => {
    const value = Number(part);
    if (part === '' || Number.isNaN(value)) fail(`${read.name}: "${part}" is no number or timeframe`, token);
    values[parameters[i]!.name] = value;
  });
  const output = read.output ?? outputs[0] ?? 'value';
  if (!outputs.includes(output)) fail(unknownName(`output of ${read.name}`, output, outputs), token);
  try {
    return {
      kind: 'indicator',
      symbol: read.symbol,
      slug,
      parameters: resolveParameters(definition, values),
      output,
      timeframe: hasTimeframe ? last : '1d',
      isLive: read.isLive,
    };
  } catch (error) {
    throw error instanceof RangeError ? new AlertSyntaxError(error.message, token.column) : error;
  }
}

function withoutOutput(measure: Measure, output: string | undefined, token: Token): Measure {
  if (output !== undefined) fail(`"${token.text}" has one value, so no ".${output}"`, token);
  return measure;
}

function timeframeOf(text: string | undefined, token: Token): Timeframe {
  if (text === undefined || !isTimeframe(text))
    fail(`"${text ?? ''}" is no timeframe; there are ${TIMEFRAMES.join(', ')}`, token);
  return text;
}

function fail(message: string, token: Token): never {
  throw new AlertSyntaxError(message, token.column);
}
