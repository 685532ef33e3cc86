import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAlternativeData } from '#agents/alternative-data/agent';
import { parseHeadlines } from '#agents/alternative-data/parse-headlines';
import { scoreHeadline, sentimentLabel } from '#agents/alternative-data/score-headline';
import { sentimentAsOf } from '#agents/alternative-data/sentiment-as-of';
import { SimulatedClock } from '#engine/clock/simulated-clock';
import type { Headline } from '#engine/ports/market-store';
import { openMarketStore, runTask } from '#test/support/market-store';

const DAY = 86_400_000;
const MARCH = Date.UTC(2012, 2, 1);
const headline = (time: number, title: string): Headline => ({
  id: `${time} ${title}`,
  time,
  title,
  source: 'test',
  symbols: ['GOOG'],
});

describe('one headline', () => {
  it.each([
    ['Google shares surge to record high', 'positive'],
    ['Google shares plunge after profit warning', 'negative'],
    ['Google holds annual meeting on Thursday', 'neutral'],
    ['Google not a strong buy, says broker', 'negative'],
    ['Net loss narrows at Kodak', 'positive'],
    ['Net loss widens at Kodak', 'negative'],
    ['Rupee rebounds after slipping to record low', 'positive'],
    ['Shares slip after early rally', 'negative'],
    ['Markets end range-bound', 'neutral'],
    ['Stocks hit 52-week high', 'positive'],
    ['Stocks hit 52-week low', 'negative'],
  ] as const)('%s: %s', (title, label) => expect(sentimentLabel(scoreHeadline(title).score)).toBe(label));

  it('is louder when emphasised, softer when qualified', () => {
    const [soft, plain, loud] = ['slightly', '', 'sharply'].map(
      (word) => scoreHeadline(`Shares ${word} lower`).score,
    );
    expect(loud!).toBeLessThan(plain!);
    expect(plain!).toBeLessThan(soft!);
    expect(soft!).toBeLessThan(0);
  });

  it('names the words that carried it', () => {
    expect(
      scoreHeadline('Profits jump, no fraud found').hits.map(({ term, weight }) => [term, weight]),
    ).toEqual([
      ['profits', 0.5],
      ['jump', 2.5],
      ['fraud', expect.closeTo(2.1, 9)],
    ]);
  });

  it('stays between −1 and 1 for any text at all', () => {
    const word = fc.constantFrom(
      'surge',
      'crash',
      'not',
      'very',
      'loss',
      'widens',
      'after',
      'record',
      'high',
      '…',
      '52',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
        ),
        (text) => {
          expect(Math.abs(scoreHeadline(text).score)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('mood as of a time', () => {
  const good = headline(MARCH, 'Google shares surge');
  const bad = headline(MARCH + DAY, 'Google shares plunge');

  it('does not know tomorrow’s headline', () => {
    expect(sentimentAsOf([bad, good], MARCH - 1)).toBeNull();
    expect(sentimentAsOf([bad, good], MARCH)).toEqual(sentimentAsOf([good], MARCH));
    expect(sentimentAsOf([bad, good], MARCH + DAY)!.score).toBeLessThan(0);
  });

  it('forgets: half after two days, all after ten', () => {
    const old = headline(MARCH - 2 * DAY, 'Google shares plunge');
    const [fresh, worn] = [scoreHeadline(good.title).score, scoreHeadline(old.title).score];
    expect(sentimentAsOf([old, good], MARCH)!.score).toBeCloseTo((fresh + worn / 2) / 1.5, 4);
    expect(sentimentAsOf([good], MARCH + 10 * DAY - 1)).not.toBeNull();
    expect(sentimentAsOf([good], MARCH + 10 * DAY)).toBeNull();
  });

  it('counts a repeated title once, from when it first appeared', () => {
    const repeats = [
      good,
      headline(MARCH + 60_000, ' google shares SURGE'),
      headline(MARCH + 120_000, 'Google shares surge'),
    ];
    expect(sentimentAsOf(repeats, MARCH + DAY)).toEqual(sentimentAsOf([good], MARCH + DAY));
    expect(sentimentAsOf(repeats, MARCH + DAY)!.reason).toBe(
      '1 headline, mood 0.77; most by "Google shares surge" (0.77)',
    );
  });

  it('does not depend on the order headlines come in', () => {
    const many = [good, bad, headline(MARCH + 5, 'Profit rises'), headline(MARCH + 6, 'Lawsuit filed')];
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: 4 }), (shuffled) => {
        expect(sentimentAsOf(shuffled, MARCH + DAY)).toEqual(sentimentAsOf(many, MARCH + DAY));
      }),
    );
  });
});

describe('a file of headlines', () => {
  const text =
    'Title,Symbols,Date\n"Google, Apple rise",GOOG;AAPL,2012-03-01\nOpens higher,GOOG,2012-03-02T14:30:00Z\nNo zone,GOOG,2012-03-02 15:00\n';

  it('is read by column names, dates without a time counting from the end of their day', () => {
    const { headlines, problems } = parseHeadlines(text, 'news.csv');
    expect(problems).toEqual([]);
    expect(headlines.map(({ time, title, symbols, source }) => ({ time, title, symbols, source }))).toEqual([
      { time: MARCH + DAY - 1, title: 'Google, Apple rise', symbols: ['GOOG', 'AAPL'], source: 'news.csv' },
      {
        time: MARCH + 1.5 * DAY + 2.5 * 3_600_000,
        title: 'Opens higher',
        symbols: ['GOOG'],
        source: 'news.csv',
      },
      { time: MARCH + DAY + 15 * 3_600_000, title: 'No zone', symbols: ['GOOG'], source: 'news.csv' },
    ]);
    expect(new Set(headlines.map(({ id }) => id)).size).toBe(3);
    expect(parseHeadlines(text, 'again.csv').headlines.map(({ id }) => id)).toEqual(
      headlines.map(({ id }) => id),
    );
  });

  it('keeps the good rows and names the bad ones by line', () => {
    const { headlines, problems } = parseHeadlines(
      'date,title,symbols\n01/03/2012,A,GOOG\n2012-03-01,,GOOG\n2012-03-01,B,\n2012-02-31T99:99,C,GOOG\n2012-03-01,D,GOOG',
      'news.csv',
    );
    expect(headlines).toHaveLength(1);
    expect(problems).toEqual([
      'news.csv line 2: "01/03/2012" is not an ISO date such as 2012-03-01 or 2012-03-01T14:30:00Z (row left out)',
      'news.csv line 3: the title is empty (row left out)',
      'news.csv line 4: no symbol is named (row left out)',
      'news.csv line 5: "2012-02-31T99:99" is not an ISO date such as 2012-03-01 or 2012-03-01T14:30:00Z (row left out)',
    ]);
  });

  it.each(['', 'when,what\n1,2'])('says what the header must name: %j', (broken) => {
    expect(parseHeadlines(broken, 'news.csv').problems[0]).toMatch(
      /^news\.csv line 1: no column date, title, symbols; the header is .*, it must name date, title and symbols$/,
    );
  });
});

describe('the agent', () => {
  const open = () => createAlternativeData({ market: openMarketStore(), clock: new SimulatedClock(MARCH) });
  const text =
    'date,title,symbols\n2012-02-28,Google shares surge,GOOG\n2012-02-29,Google shares plunge,GOOG\nnever,Bad,GOOG\n';

  it('admits that there are no headlines, and has no voice', async () => {
    const agent = open();
    await agent.start?.();
    const { result, summary } = await runTask(agent.tasks, 'prediction.analyze_sentiment', {
      symbol: 'GOOG',
    });
    expect(result).toMatchObject({ score: null, headlines: 0 });
    expect(summary).toBe('no headlines for GOOG as of 2012-03-01: import a CSV with date, title and symbols');
    expect((await runTask(agent.tasks, 'news', { symbol: 'GOOG' })).summary).toMatch(
      /^GOOG: no headlines for GOOG as of 2012-03-01/,
    );
    expect(agent.role.sentiment('GOOG', MARCH)).toBeNull();
    expect(agent.report().headline).toBe('no headlines');
  });

  it('speaks from what was imported, the same by task and in decisions, once however often imported', async () => {
    const agent = open();
    expect((await runTask(agent.tasks, 'import_headlines', { fileName: 'news.csv', text })).summary).toBe(
      '3 rows read, 2 headlines added, 1 left out',
    );
    expect(
      (await runTask(agent.tasks, 'import_headlines', { fileName: 'news.csv', text })).result,
    ).toMatchObject({ added: 0 });
    const role = agent.role.sentiment('GOOG', MARCH)!;
    const { result } = await runTask(agent.tasks, 'sentiment_analyzer', { symbol: 'GOOG', asOf: MARCH });
    expect(result).toMatchObject({ score: role.score, headlines: 2, reason: role.reason });
    expect(agent.role.sentiment('GOOG', MARCH - DAY)).toMatchObject({ headlines: 1 });
    expect((await runTask(agent.tasks, 'news', { symbol: 'GOOG' })).result).toMatchObject({
      headlines: [{ title: 'Google shares plunge' }, { title: 'Google shares surge' }],
    });
  });

  it('refuses a file without a single headline, saying why', async () => {
    await expect(
      runTask(open().tasks, 'import_headlines', { fileName: 'news.csv', text: 'a,b\n1,2' }),
    ).rejects.toThrow('news.csv line 1: no column date, title, symbols');
  });

  it('judges a text on its own', async () => {
    expect((await runTask(open().tasks, 'sentiment', { text: 'Shares plunge' })).summary).toBe(
      'negative -0.77: plunge -3.0',
    );
    await expect(runTask(open().tasks, 'sentiment', {})).rejects.toThrow('give either a text or a symbol');
  });
});
