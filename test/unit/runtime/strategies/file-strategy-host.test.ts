import { describe, expect, it } from 'vitest';
import { UNITS_ONE } from '#domain/values/units';
import type { RunInput, RunSetup } from '#engine/strategy-runs/run-messages';
import { openFileStrategy } from '#runtime/strategies/file-strategy-host';

const SETUP: RunSetup = {
  parameters: {},
  timeframe: '1m',
  currency: 'USD',
  instruments: [{ symbol: 'A', step: UNITS_ONE }],
  direction: 'long',
  size: 1,
  isOfSignals: false,
  firstOrder: 1,
};
const NOW = {
  ...{ cash: 1_000, equity: 1_000, buyingPower: 1_000 },
  ...{ last: [10], bid: [10], ask: [10], quantity: [0], averagePrice: [0], buying: [0], selling: [0] },
};
const barAt = (minute: number): RunInput => {
  const time = minute * 60_000;
  const bar = { time, open: 10, high: 11, low: 9, close: 10, volume: 100 };
  return { event: { kind: 'bar', instrument: 0, bar, time: time + 60_000, isTaken: true }, now: NOW };
};
const open = (onBar: string, limits = {}) =>
  openFileStrategy(
    {
      path: 'mine.ts',
      source: `import { defineStrategy } from 'octopus';
const all: unknown[] = [];
export default defineStrategy({ name: 'Mine', onBar(context) { ${onBar} } });`,
    },
    SETUP,
    limits,
  );

describe('a strategy file that lives on what it is told', { timeout: 60_000 }, () => {
  it('answers in order', async () => {
    const host = open('context.buy({ quantity: context.bars });');
    const answers = await Promise.all([1, 2, 3].map((minute) => host.take(barAt(minute))));
    expect(answers.map(({ asks }) => asks.map((ask) => ask.kind === 'order' && ask.size))).toEqual([
      [{ quantity: 1 }],
      [{ quantity: 2 }],
      [{ quantity: 3 }],
    ]);
    host.close();
    await expect(host.take(barAt(4))).rejects.toThrow('the run was ended');
  });

  it.each([
    [
      'takes all memory',
      'if (context.bars === 2) for (;;) all.push(1);',
      { memoryMb: 32, hangMs: 30_000 },
      'mine.ts: the strategy took more than 32 MB',
    ],
    [
      'hangs',
      'if (context.bars === 2) for (;;);',
      { hangMs: 500 },
      'mine.ts: the strategy did not return for 0.5 s',
    ],
    [
      'throws',
      `if (context.bars === 2) throw new Error('no such thing');`,
      {},
      /^mine\.ts line 3: .*no such thing/,
    ],
  ])('that %s ends alone, with all that waits', async (_what, onBar, limits, why) => {
    const host = open(onBar, limits);
    const answers = [1, 2, 3].map((minute) => host.take(barAt(minute)));
    const results = await Promise.allSettled(answers);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(answers[1]).rejects.toThrow(why);
    await expect(answers[2]).rejects.toThrow(why);
    await expect(host.take(barAt(4))).rejects.toThrow(why);
  });
});
