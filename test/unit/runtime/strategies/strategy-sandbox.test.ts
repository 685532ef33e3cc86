import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { barsFromRows } from '#domain/market/bar';
import { describeStrategyFile, runStrategyFile } from '#runtime/strategies/strategy-sandbox';

const bars = barsFromRows(
  Array.from({ length: 50 }, (_, i) => {
    const close = 100 + Math.sin(i) * 5;
    return { time: i * 86_400_000, open: close, high: close + 1, low: close - 1, close, volume: 1_000 };
  }),
);
const RUN = {
  instruments: [{ symbol: 'A', series: [{ timeframe: '1d' as const, bars }] }],
  account: { cash: 10_000 },
  parameters: {},
};

const strategy = (body: string, rest = '') =>
  `import { defineStrategy, type StrategyContext } from 'octopus';
${rest}
export default defineStrategy({
  name: 'Test',
  onBar(context: StrategyContext) {
    ${body}
  },
});
`;
const run = (source: string, limits = {}) => runStrategyFile({ path: 'mine.ts', source }, RUN, { limits });

describe('strategy sandbox', { timeout: 60_000 }, () => {
  it('runs a TypeScript file that buys and sells', async () => {
    const { outcome } = await run(
      strategy(`if (context.bars === 3) context.buy({ quantity: 10 });
    if (context.bars === 6) context.closePosition();`),
    );
    expect(outcome.trades).toHaveLength(1);
    expect(outcome.trades[0]).toMatchObject({ side: 'long', quantity: 10, entryPrice: bars.open[3] });
  });

  it('describes name, calls and parameters', async () => {
    const source = `import { defineStrategy } from 'octopus';
export default defineStrategy({ name: 'P', parameters: { fast: { default: 5, minimum: 1, maximum: 9 } },
  warmUpBars: ({ fast }) => fast + 1, onStart: () => ({}), onBar() {} });`;
    const found = await describeStrategyFile({ path: 'p.ts', source });
    expect(found).toMatchObject({ name: 'P', calls: ['onStart', 'onBar'], warmUpBars: 6 });
    expect(found.parameters).toEqual([
      { name: 'fast', label: 'fast', default: 5, minimum: 1, maximum: 9, isInteger: true },
    ]);
    await expect(
      runStrategyFile({ path: 'p.ts', source }, { ...RUN, parameters: { fast: 10 } }),
    ).rejects.toThrow('parameter "fast" must be a whole number from 1 to 9, not 10');
  });

  // Would catch: a file that trades by the hour, at another hour than the one its author is told everywhere else.
  it('has the time zone that Octopus was started with', async () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    onTestFinished(() => void vi.unstubAllEnvs());
    const source = `import { defineStrategy } from 'octopus';
export default defineStrategy({ name: 'At ' + new Date(0).getHours(), onBar() {} });`;
    expect((await describeStrategyFile({ path: 'p.ts', source })).name).toBe('At 9');
  });

  it.each([
    ['a throw', strategy(`throw new TypeError('no such thing');`), 'mine.ts line 6: ', 'no such thing'],
    ['a look ahead', strategy('context.close(-1);'), 'mine.ts line 6: ', 'LookAheadError'],
    ['bad syntax', strategy('const x: = 3;'), 'mine.ts line 6: ', 'Unexpected token'],
    ['another import', strategy('', `import fs from 'node:fs';`), 'mine.ts', '"node:fs" is not possible'],
    ['no strategy', 'export const x = 1;', 'mine.ts', 'default export made by defineStrategy'],
    [
      'a misspelt call',
      `export default { name: 'x', onBars() {}, onBar() {} };`,
      'mine.ts',
      '"onBars" is no part',
    ],
    ['chance', strategy('Math.random();'), 'mine.ts line 6: ', 'another answer in every run'],
    ['the clock', strategy('new Date();'), 'mine.ts line 6: ', 'another answer in every run'],
  ])('points to the line of %s', async (_what, source, place, why) => {
    const error = await run(source).catch((reason: Error) => reason);
    expect(String(error)).toContain(place);
    expect(String(error)).toContain(why);
  });

  it.each([
    'process.exit(3)',
    'globalThis.process.exit(3)',
    `require('node:fs')`,
    `fetch('http://127.0.0.1')`,
    `eval('1')`,
    `new Function('return process')().exit(3)`,
    `context.constructor.constructor('return process')().exit(3)`,
    `context.close.constructor('return process')().exit(3)`,
    `(context.account.constructor as any).constructor('return globalThis')().process.exit(3)`,
    `Object.getPrototypeOf(async () => 0).constructor('return process')()`,
  ])('gives no way out by %s', async (attempt) => {
    const error = await run(strategy(`(${attempt});`)).catch((reason: Error) => reason);
    expect(String(error)).toMatch(
      /mine\.ts line 6: .*(not defined|undefined|not a function|Code generation)/,
    );
  });

  it('ends one that never returns, and one that takes all memory', async () => {
    await expect(run(strategy('for (;;);'), { hangMs: 500 })).rejects.toThrow(
      'mine.ts: the strategy did not return for 0.5 s',
    );
    await expect(run('for (;;);', { hangMs: 500 })).rejects.toThrow('did not return');
    await expect(
      run(
        strategy('for (;;) all.push(new Array(10_000).fill(context.bars));', 'const all: unknown[] = [];'),
        {
          memoryMb: 32,
        },
      ),
    ).rejects.toThrow('more than 32 MB');
    await expect(
      run(strategy('for (;;) all.push(new Float64Array(1_000_000).fill(1));', 'const all: unknown[] = [];'), {
        memoryMb: 64,
      }),
    ).rejects.toThrow('more than 64 MB');
  });

  it.each([
    ['a list that grows', 'for (;;) all.push(1);'],
    ['lists that are long at once', 'for (;;) all.push(new Array(20_000_000).fill(0));'],
  ])('outlives %s, which ends the whole process of its thread', async (_what, greed) => {
    const head = 'const all: unknown[] = [];';
    const limits = { memoryMb: 32, hangMs: 30_000 };
    await expect(run(strategy(greed, head), limits)).rejects.toThrow(
      'mine.ts: the strategy took more than 32 MB',
    );
    const atLoad = { path: 'mine.ts', source: `${head} ${greed}\n${strategy('')}` };
    await expect(describeStrategyFile(atLoad, {}, limits)).rejects.toThrow('took more than 32 MB');
  });

  it('stops at an abort', async () => {
    const controller = new AbortController();
    const running = runStrategyFile({ path: 'mine.ts', source: strategy('for (;;);') }, RUN, {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error('cancelled by the user')), 50);
    await expect(running).rejects.toThrow('cancelled by the user');
  });
});
