import { z } from 'zod';
import { OctopusError } from '#contract/errors';
import { epochMs, symbolText } from '#contract/services/shared';
import type { Agent } from '#engine/agent/agent';
import { defineTask } from '#engine/agent/define-task';
import type { SentimentRole } from '#engine/agent/roles';
import type { Clock } from '#engine/ports/clock';
import type { Headline, MarketStore } from '#engine/ports/market-store';
import { type AlternativeDataConfig, alternativeDataDefaults } from './config.ts';
import { parseHeadlines } from './parse-headlines.ts';
import { scoreHeadline, sentimentLabel } from './score-headline.ts';
import { sentimentAsOf } from './sentiment-as-of.ts';

export interface AlternativeData extends Agent {
  /** Speaks from the headlines held in memory; null when none is known by then. */
  readonly role: SentimentRole;
  /** The pure mood, for callers that hold headlines already. */
  readonly sentimentAsOf: typeof sentimentAsOf;
  /** Reads the stored headlines of the given symbols into memory, or of all instruments. */
  load(symbols?: readonly string[]): Promise<void>;
}

const sentimentInput = z
  .strictObject({
    text: z.string().min(1).max(2_000).optional(),
    symbol: symbolText.optional(),
    asOf: epochMs.optional(),
  })
  .refine(
    ({ text, symbol }) => (text === undefined) !== (symbol === undefined),
    'give either a text or a symbol',
  );

const newsInput = z.strictObject({
  symbol: symbolText,
  asOf: epochMs.optional(),
  limit: z.number().int().min(1).max(500).default(50),
});

const importInput = z.strictObject({ fileName: z.string().min(1), text: z.string().min(1) });

/** M11: the mood of dated headlines a person has imported. Without headlines it says so and stays silent in decisions. */
export function createAlternativeData(ports: {
  market: MarketStore;
  clock: Clock;
  config?: AlternativeDataConfig;
}): AlternativeData {
  const { market, clock, config = alternativeDataDefaults } = ports;
  const known = new Map<string, readonly Headline[]>();
  let activity = 'no headlines imported';

  const load = async (symbols?: readonly string[]) => {
    const wanted = symbols ?? (await market.instruments()).map((instrument) => instrument.symbol);
    const found = await Promise.all(
      wanted.map((symbol) => market.headlines(symbol, 0, Number.MAX_SAFE_INTEGER)),
    );
    wanted.forEach((symbol, i) => {
      known.set(symbol, found[i]!);
    });
    if (countKnown() > 0) activity = `reads ${countKnown()} headlines`;
  };
  const countKnown = () => [...known.values()].reduce((sum, headlines) => sum + headlines.length, 0);
  const stored = (symbol: string, asOf: number) =>
    market.headlines(symbol, asOf - config.windowMs + 1, asOf + 1);

  const sentiment = defineTask({
    type: 'sentiment_analyzer',
    aliases: ['prediction.analyze_sentiment', 'sentiment'],
    input: sentimentInput,
    runsOn: 'engine',
    async run({ text, symbol, asOf = clock.now() }) {
      if (symbol === undefined) {
        const { score, hits } = scoreHeadline(text ?? '');
        return {
          score,
          label: sentimentLabel(score),
          hits,
          headlines: 1,
          reason:
            hits.length === 0
              ? 'no word of the lexicon occurs'
              : hits.map((hit) => `${hit.term} ${hit.weight.toFixed(1)}`).join(', '),
        };
      }
      const mood = sentimentAsOf(await stored(symbol, asOf), asOf, config);
      activity = `read the mood of ${symbol}`;
      return mood
        ? { ...mood, symbol, label: sentimentLabel(mood.score) }
        : { symbol, score: null, label: null, headlines: 0, reason: noHeadlines(symbol, asOf) };
    },
    summarize: (result) =>
      result.score === null ? result.reason : `${result.label} ${result.score.toFixed(2)}: ${result.reason}`,
  });

  const news = defineTask({
    type: 'news',
    input: newsInput,
    runsOn: 'engine',
    async run({ symbol, asOf = clock.now(), limit }) {
      const headlines = (await stored(symbol, asOf)).slice(-limit).reverse();
      return {
        symbol,
        headlines: headlines.map((headline) => ({ ...headline, score: scoreHeadline(headline.title).score })),
        reason: headlines.length === 0 ? noHeadlines(symbol, asOf) : `${headlines.length} headlines`,
      };
    },
    summarize: ({ symbol, reason }) => `${symbol}: ${reason}`,
  });

  const importHeadlines = defineTask({
    type: 'import_headlines',
    input: importInput,
    runsOn: 'engine',
    async run({ fileName, text }) {
      const { headlines, problems } = parseHeadlines(text, fileName);
      if (headlines.length === 0) {
        throw new OctopusError(
          'FILE_UNREADABLE',
          problems[0] ?? `${fileName} holds no headlines: rows with date, title and symbols are needed`,
          { problems },
        );
      }
      const added = await market.putHeadlines(headlines);
      await load([...new Set(headlines.flatMap((headline) => headline.symbols))]);
      return { read: headlines.length + problems.length, added, problems };
    },
    summarize: ({ read, added, problems }) =>
      `${read} rows read, ${added} headlines added, ${problems.length} left out`,
  });

  return {
    slug: 'alternative_data',
    tasks: [sentiment, news, importHeadlines],
    role: {
      sentiment(symbol, time) {
        const mood = sentimentAsOf(known.get(symbol) ?? [], time, config);
        return mood && { score: mood.score, headlines: mood.headlines, reason: mood.reason };
      },
    },
    sentimentAsOf,
    load,
    start: () => load(),
    report: () => {
      const count = countKnown();
      return { state: 'healthy', activity, headline: count === 0 ? 'no headlines' : `${count} headlines` };
    },
  };
}

function noHeadlines(symbol: string, asOf: number): string {
  return `no headlines for ${symbol} as of ${new Date(asOf).toISOString().slice(0, 10)}: import a CSV with date, title and symbols`;
}
