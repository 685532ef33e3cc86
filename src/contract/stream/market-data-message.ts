import { z } from 'zod';

/** Version that writers put into messages. Readers take every version up to it, and what they do not know they leave out. */
export const MARKET_DATA_VERSION = 2;

/**
 * A message of the topic `market-data-stream`. Version 1, which bore no number, was `symbol`, `price` and `timestamp`
 * alone. A change may add optional fields and nothing else: `resources/schemas` holds what was promised, and a test
 * compares.
 */
export const marketDataMessage = z.object({
  version: z.number().int().min(1).default(1),
  symbol: z.string().min(1).max(32),
  /** Of the trade; the middle of bid and ask for a quote. */
  price: z.number(),
  /** The venue's time in milliseconds since 1970-01-01T00:00Z, fractions allowed. */
  timestamp: z.number(),
  kind: z.enum(['trade', 'quote']).optional(),
  size: z.number().optional(),
  bid: z.number().optional(),
  ask: z.number().optional(),
  bidSize: z.number().optional(),
  askSize: z.number().optional(),
  /** When we heard of it. */
  receivedTime: z.number().optional(),
  /** Id of the stream it came from. */
  source: z.string().optional(),
  /** Counts the messages of the producer, over restarts, without repeats. */
  sequence: z.number().int().optional(),
});
export type MarketDataMessage = z.output<typeof marketDataMessage>;
/** What a publisher tells; the rest is added on the way. */
export type MarketDataUpdate = Omit<MarketDataMessage, 'version' | 'symbol' | 'sequence'>;

/** The message in a text; throws an error that says what is wrong with it. */
export function parseMarketDataMessage(text: string): MarketDataMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError(`message is no JSON: ${text.slice(0, 80)}`);
  }
  const parsed = marketDataMessage.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TypeError(
    `message field ${issue?.path.join('.') || '(all of it)'}: ${issue?.message ?? 'is not valid'}`,
  );
}
