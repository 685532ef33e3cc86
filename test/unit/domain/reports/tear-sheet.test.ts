import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tearSheet as tearSheetSchema } from '#contract/services/tear-sheet';
import { buildTearSheet } from '#domain/reports/build-tear-sheet';
import { FIGURES, type FigureId } from '#domain/reports/figures';
import { renderTearSheetHtml } from '#domain/reports/html/render-tear-sheet-html';
import type { TearSheet } from '#domain/reports/tear-sheet';
import type { TearSheetInput } from '#domain/reports/tear-sheet-input';
import { walk } from '#test/support/daily-walk';
import { finishedBacktest } from '#test/support/finished-backtest';

const figureOf = (sheet: TearSheet, id: FigureId) =>
  sheet.sections.flatMap(({ figures }) => figures).find((figure) => figure.id === id)?.value;
const sheetOf = (input: TearSheetInput) => buildTearSheet(input);

describe('a tear sheet', () => {
  it('says of a run what the backtest itself says', () => {
    const { result, input } = finishedBacktest();
    const sheet = sheetOf(input);
    const { statistics } = result;
    for (const id of [
      'equityFinal',
      'returnPct',
      'annualizedReturnPct',
      'volatilityPct',
      'sharpe',
      'sortino',
      'calmar',
      'maxDrawdownPct',
      'winRatePct',
      'profitFactor',
      'feesPaid',
      'trades',
      'exposurePct',
    ] as const)
      expect(figureOf(sheet, id), id).toBeCloseTo(statistics[id]!, 8);
    expect(sheet.curve.drawdownPct.reduce((a, b) => Math.min(a, b))).toBeCloseTo(
      statistics.maxDrawdownPct,
      8,
    );
  });

  it('adds up: attribution by side, year and weekday is the profit of the account', () => {
    const { result, input } = finishedBacktest();
    const profit = result.statistics.equityFinal - 10_000;
    for (const { by, rows } of sheetOf(input).attribution)
      expect(
        rows.reduce((sum, row) => sum + row.pnl, 0),
        by,
      ).toBeCloseTo(profit, 5);
  });

  it('crosses the line as its schema says', () => {
    const sheet = sheetOf(finishedBacktest().input);
    expect(tearSheetSchema.parse(JSON.parse(JSON.stringify(sheet)))).toEqual(sheet);
  });

  it('warns of few trades, of costs left out, of look-ahead not checked and of many trials', () => {
    const { input } = finishedBacktest({ commission: 0, bars: walk(120, 3) });
    const texts = (checks: Partial<TearSheetInput['checks']>) =>
      sheetOf({ ...input, checks: { ...input.checks, ...checks } })
        .warnings.map(({ text }) => text)
        .join('\n');
    expect(texts({})).toMatch(/closed trades: below about 30/);
    expect(texts({})).toMatch(/No costs are in these figures/);
    expect(texts({})).toMatch(/look-ahead was not checked/);
    expect(texts({})).toMatch(/Nobody counted/);
    const trialCount = {
      trials: 4_851,
      evaluations: 9_000,
      independentTrials: 2_130.4,
      sharpeVariance: null,
    };
    expect(texts({ trialCount })).toMatch(/After 4,851 trials \(as good as 2,130 independent ones\)/);
    expect(texts({ trialCount })).not.toMatch(/Nobody counted/);
  });

  it('says first what an examination came to, with its figures', () => {
    const { input } = finishedBacktest();
    const verdict = {
      verdict: 'unconvincing' as const,
      sentence: 'Unconvincing: few <trades>; luck. Over the newest bars it made 1.0 %.',
      reasons: ['few <trades>', 'luck'],
      trials: 12,
      randomEntryPValue: null,
      outOfSample: { from: 0, returnPct: 1, benchmarkReturnPct: 2 },
    };
    const trialCount = { trials: 20, evaluations: 20, independentTrials: 12.5, sharpeVariance: 0.001 };
    const sheet = sheetOf({ ...input, verdict, checks: { ...input.checks, trialCount } });
    expect(tearSheetSchema.parse(JSON.parse(JSON.stringify(sheet)))).toEqual(sheet);
    expect([figureOf(sheet, 'trialsCounted'), figureOf(sheet, 'randomEntryPct')]).toEqual([20, null]);
    expect(figureOf(sheet, 'deflatedSharpePct')).toBeLessThan(figureOf(sheet, 'probabilisticSharpePct')!);
    const warnings = sheet.warnings.map(({ text }) => text).join('\n');
    expect(warnings).toContain('It was examined after 12 trials; more were made since');
    expect(warnings).not.toMatch(/look-ahead/i);
    const html = renderTearSheetHtml(sheet);
    expect(html).toMatch(/unconvincing<\/b>.*few &lt;trades&gt;.*Over the newest bars it made 1.0 %/);
    expect(html.indexOf('class="verdict')).toBeLessThan(html.indexOf('class="warnings'));
    expect(sheetOf(input).verdict).toBeNull();
  });

  it('holds for a run without trades, of one bar, and for one that lost everything', () => {
    const { input } = finishedBacktest({ bars: walk(3, 1) });
    const one: TearSheetInput = {
      ...input,
      trades: [],
      columns: {
        time: Float64Array.of(0),
        equity: Float64Array.of(10_000),
        exposure: Float64Array.of(0),
        turnover: Float64Array.of(0),
      },
    };
    const lost: TearSheetInput = {
      ...input,
      columns: { ...input.columns, equity: Float64Array.of(10_000, 0, 0) },
    };
    for (const odd of [input, one, lost]) {
      const html = renderTearSheetHtml(sheetOf(odd));
      expect(html).not.toMatch(/NaN|Infinity|undefined/);
      expect(sheetOf(odd).warnings[0]?.text).toMatch(/No trade was closed/);
    }
  });

  it('holds no NaN and no infinity, however odd the equity', () => {
    const { input } = finishedBacktest({ bars: walk(60, 2) });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -5_000, max: 50_000 })), {
          minLength: 60,
          maxLength: 60,
        }),
        (values) => {
          const sheet = sheetOf({
            ...input,
            columns: { ...input.columns, equity: Float64Array.from(values) },
          });
          expect(JSON.parse(JSON.stringify(sheet))).toEqual(sheet);
          expect(renderTearSheetHtml(sheet)).not.toMatch(/NaN|Infinity|undefined/);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses columns that do not belong together', () => {
    const { input } = finishedBacktest({ bars: walk(60, 2) });
    const columns = { ...input.columns, exposure: new Float64Array(3) };
    expect(() => sheetOf({ ...input, columns })).toThrow(
      'the column exposure has 3 values where there are 60 bars',
    );
  });
});

describe('the HTML of a tear sheet', () => {
  it('needs nothing else, runs nothing, and is the same each time', () => {
    const { input } = finishedBacktest();
    const html = renderTearSheetHtml(sheetOf(input));
    expect(html).not.toMatch(/<script|https?:|src=|@import|url\(/);
    expect(renderTearSheetHtml(sheetOf(input))).toBe(html);
  });

  it('says what every figure means, as a title and on paper', () => {
    const sheet = sheetOf(finishedBacktest().input);
    const html = renderTearSheetHtml(sheet);
    for (const { id } of sheet.sections.flatMap(({ figures }) => figures))
      expect(html, id).toContain(`<dt>${FIGURES[id].label.replaceAll('&', '&amp;')}</dt>`);
    expect(html.match(/ title="/g)!.length).toBeGreaterThan(100);
  });

  it('lets no name out of its place', () => {
    const { input } = finishedBacktest();
    const html = renderTearSheetHtml(
      sheetOf({ ...input, name: '<img src=x onerror=alert(1)>"&', symbols: ['<b>'] }),
    );
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<b>&lt;');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;');
  });
});
