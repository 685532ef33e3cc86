import { describe, expect, test } from 'vitest';
import type { VerdictFigures } from '#engine/simulation/honesty/verdict-figures';
import { reasonsAgainst, verdictSentence } from '#engine/simulation/honesty/verdict-sentences';

const sound: VerdictFigures = {
  trials: 4_851,
  evaluations: 22_851,
  independentTrials: 2_130.4,
  probabilisticSharpe: 0.9996,
  deflatedSharpe: 0.973,
  chanceSharpe: 0.82,
  periods: 2_147,
  minimumPeriods: 600,
  randomEntryPValue: 0.01,
  outOfSample: {
    from: Date.UTC(2010, 4, 3),
    returnPct: -3.14,
    sharpe: null,
    trades: 12,
    benchmarkReturnPct: 1_245.2,
  },
  lookAhead: null,
  warmUp: { declaredBars: 30, enoughBars: 30 },
  sensitivity: [
    { what: 'commission', value: 0.002, returnPct: 400, sharpe: 1, trades: 66 },
    { what: 'commission', value: 0.0025, returnPct: 300, sharpe: 1, trades: 66 },
    { what: 'commission', value: 0.003, returnPct: 200, sharpe: 1, trades: 66 },
    { what: 'delay', value: 1, returnPct: 10, sharpe: 1, trades: 66 },
  ],
};
const run = { trades: 66, returnPct: 414, isWarmUpShort: false };
const won = { ...sound, outOfSample: { ...sound.outOfSample!, returnPct: 3 } };

describe('the sentences of a verdict', () => {
  test('for a convincing result tell the confidence, the trials and what they are worth', () => {
    expect(reasonsAgainst(won, run)).toEqual([]);
    expect(verdictSentence('convincing', [], won)).toBe(
      'Convincing: the confidence in its Sharpe ratio is 97.3 % after 4,851 trials (as good as 2,130 independent ones) on these bars. ' +
        'Over the newest bars by themselves, from 2010-05-03 on, it returned 3.0 %; buying and holding returned 1,245.2 %.',
    );
  });

  test('write losses with a true minus sign and numbers in groups', () => {
    const reasons = reasonsAgainst(sound, run);
    expect(reasons).toEqual(['it lost 3.1 % over the newest bars']);
    expect(verdictSentence('doubtful', reasons, sound)).toBe(
      'Doubtful: it lost 3.1 % over the newest bars. Over the newest bars by themselves, from 2010-05-03 on, ' +
        'it returned −3.1 %; buying and holding returned 1,245.2 %.',
    );
  });

  test('name what luck would show only where the ratio itself is sure', () => {
    const deflated = reasonsAgainst({ ...won, deflatedSharpe: 0.42 }, run);
    expect(deflated).toEqual([
      'after 4,851 trials (as good as 2,130 independent ones) on these bars luck alone would show a Sharpe ratio of 0.82, ' +
        'and the confidence that its own is above that is 42 %',
    ]);
    const unsure = reasonsAgainst({ ...won, probabilisticSharpe: 0.873, deflatedSharpe: 0.2 }, run);
    expect(unsure).toEqual(['the confidence that its Sharpe ratio is above zero is 87 %, short of 95 %']);
    const none = reasonsAgainst({ ...won, probabilisticSharpe: null, deflatedSharpe: null }, run);
    expect(none).toEqual(['its Sharpe ratio has no value']);
    const hopeless = reasonsAgainst({ ...won, deflatedSharpe: 1e-9, trials: 1, independentTrials: 1 }, run);
    expect(hopeless[0]).toMatch(/^after 1 trial on these bars .* is less than 0\.1 %$/);
  });

  test.each([
    [0, 'no trade was closed, so that there is nothing to judge'],
    [1, 'a single trade tells nothing'],
    [12, '12 trades are too few to tell skill from luck, which takes 30 or more'],
  ])('count %i trades as too few in words', (trades, reason) => {
    expect(reasonsAgainst(won, { ...run, trades })).toEqual([reason]);
  });

  test('call a loss a loss, not a loss after costs', () => {
    const lost = { ...won, sensitivity: won.sensitivity.map((row) => ({ ...row, returnPct: -1 })) };
    expect(reasonsAgainst(lost, { ...run, returnPct: -1_204.26 })).toEqual(['it lost 1,204.3 %']);
    expect(reasonsAgainst(lost, run)).toEqual([
      'it loses money when each fill costs 0.30 % of its value',
      'it loses money when orders come one bar late',
    ]);
  });

  test('put knowledge of the future first, and tell of a warm-up too short', () => {
    const warmUp = { declaredBars: 1_400, enoughBars: null };
    const figures = {
      ...won,
      lookAhead: 'with bars up to 2010-01-04 only, a decision to buy appears',
      warmUp,
    };
    expect(reasonsAgainst(figures, { ...run, isWarmUpShort: true })).toEqual([
      'it knows the future: with bars up to 2010-01-04 only, a decision to buy appears',
      'its decisions change with the history before them: 1,400 bars of warm-up are declared, many times as many are needed',
    ]);
    expect(verdictSentence('invalid', ['x'], { ...won, outOfSample: null })).toBe(
      'Invalid: x. The bars are too few to judge the newest of them by themselves.',
    );
  });
});
