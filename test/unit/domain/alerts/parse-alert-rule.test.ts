import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AlertRule, COMPARISONS, symbolsOf } from '#domain/alerts/alert-rule';
import { formatAlertRule } from '#domain/alerts/format-alert-rule';
import { parseAlertRule } from '#domain/alerts/parse-alert-rule';

const context = { symbol: 'AAPL', timeZone: 'America/New_York', calendar: 'XNAS' } as const;
const read = (text: string) => formatAlertRule(parseAlertRule(text, context), 'AAPL');

describe('the text of a rule', () => {
  it.each([
    ['price crosses-above 200', 'price crosses-above 200'],
    ['LAST > 1_000.5', 'price is-above 1000.5'],
    ['rsi<30', 'rsi(14,1d) is-below 30'],
    ['price crosses sma(50)', 'price crosses sma(50,1d)'],
    ['macd(12,26,9,1h).signal@MSFT crosses-below 0', 'macd(12,26,9,1h).signal@MSFT crosses-below 0'],
    ['relative-strength-index(7, 5m, live) > 70', 'rsi(7,5m,live) is-above 70'],
    ['change(open) is-below -2', 'change(open) is-below -2'],
    ['change(90s) > 1', 'change(90s) is-above 1'],
    ['volume(5m,live) > 1000', 'volume(5m,live) is-above 1000'],
    ['relative-volume(20,1d) > 2', 'relative-volume(20,1d) is-above 2'],
    ['price enters 100 to 110', 'price enters 100 to 110'],
    ['bid@BTC/USD falls-by 2 in 120m', 'bid@BTC/USD falls-by 2% in 2h'],
    ['time at 9:35', 'time at 09:35 America/New_York'],
    ['time at 2026-07-01T15:00', 'time at 2026-07-01T19:00Z'],
    ['time at 5m before-close', 'time at 5m before-close XNAS'],
    ['time at open xlon', 'time at open XLON'],
    [
      'price > 1 and (rsi > 2 or change < 3)',
      'price is-above 1 and (rsi(14,1d) is-above 2 or change is-below 3)',
    ],
    [
      'price > 1 and rsi > 2 or change < 3',
      '(price is-above 1 and rsi(14,1d) is-above 2) or change is-below 3',
    ],
    [
      'time after 10:00 and time before 15:00 UTC',
      'time after 10:00 America/New_York and time before 15:00 UTC',
    ],
  ])('%s means %s, and is read back as that', (text, expected) => {
    expect(read(text)).toBe(expected);
    expect(read(expected)).toBe(expected);
  });

  it.each([
    ['', 'column 1: expected a condition'],
    ['price crosses-abov 200', 'column 7: unknown operator "crosses-abov"; did you mean crosses-above'],
    ['price crosses-above', 'column 20: expected a number or a measure, but the text ends'],
    ['price crosses-above 200 and', 'column 28: expected a condition'],
    ['price > 1 rsi > 2', 'column 11: "rsi" is one too many'],
    ['(price > 1', 'column 11: expected ")", but the text ends'],
    ['rsj(14,1d) > 70', 'column 1: unknown measure "rsj"; did you mean'],
    ['rsi(0,1d) > 70', 'column 1: relative-strength-index: parameter "period" must be'],
    ['rsi(1,2,1d) > 70', 'column 1: rsi takes at most 1 parameters'],
    ['rsi(14,7m) > 70', 'column 1: rsi takes at most 1 parameters'],
    ['macd.signa > 0', 'column 1: unknown output of macd "signa"'],
    ['price(3) > 1', 'column 1: price takes nothing in brackets'],
    ['price enters 10 to 5', 'column 20: the range ends at 5, not above its beginning 10'],
    ['price rises-by -2 in 15m', 'column 16: "-2" is no percentage above 0'],
    ['price rises-by 2% in 15x', 'column 22: "15x" is no duration'],
    ['time at 25:00', 'column 9: "25:00" is no time'],
    ['time at 09:00 Mars/Olympus', 'column 15: "Mars/Olympus" is no time zone'],
    ['time at 5m before-lunch', 'column 9: "5m" is no time'],
    ['time at 2026-02-30T10:00', 'column 9: "2026-02-30T10:00" is no date'],
    ['price > Infinity', 'column 9: unknown measure "Infinity"'],
    [Array(17).fill('price > 1').join(' and '), 'column 1: 17 conditions; an alert takes at most 16'],
  ])('%s is refused with the place', (text, message) => {
    expect(() => parseAlertRule(text, context)).toThrow(message);
  });

  it('is the same rule again for any rule that can be written', () => {
    const measure = fc.constantFrom(
      'price',
      'mid@SPX',
      'change(30m)',
      'volume',
      'rsi(9,5m,live)',
      'bb(20,2,1h).upper',
    );
    const number = fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 100);
    const condition = fc.oneof(
      fc
        .tuple(measure, fc.constantFrom(...COMPARISONS), fc.oneof(number, measure))
        .map((parts) => parts.join(' ')),
      fc.tuple(measure, number).map(([one, from]) => `${one} leaves ${from} to ${from + 1}`),
      fc.constantFrom('time at 09:30 UTC', 'time before 10m after-open XETR'),
    );
    const text = fc.letrec((tie) => ({
      rule: fc.oneof(
        { depthSize: 'small', maxDepth: 2 },
        condition,
        fc
          .tuple(tie('rule'), fc.constantFrom('and', 'or'), tie('rule'))
          .map(([a, word, b]) => `(${a}) ${word} (${b})`),
      ),
    })).rule as fc.Arbitrary<string>;
    fc.assert(
      fc.property(text, (written) => {
        const rule = parseAlertRule(written, context);
        expect(parseAlertRule(formatAlertRule(rule, 'AAPL'), context)).toEqual(rule satisfies AlertRule);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('names every symbol it looks at', () => {
    expect(symbolsOf(parseAlertRule('price > sma(5)@SPX and time at 10:00 and bid > 1', context))).toEqual([
      'AAPL',
      'SPX',
    ]);
  });
});
