import { z } from 'zod';
import { type ErrorCode, OctopusError } from '../errors.ts';
import type { FeedProblem, FeedRequest } from './frames.ts';

/** Most symbols a quotes subscription may name. */
const QUOTE_SYMBOLS_MAX = 2_000;
/** Most bars a bars subscription may ask for. */
const FEED_BARS_MAX = 200_000;
/** Most frames a client may have granted at once. */
export const FEED_CREDIT_MAX = 1_000;
/** Longest request, in UTF-16 units. */
export const FEED_REQUEST_LENGTH_MAX = 256 * 1024;

const subscription = z.number().int().min(0).max(65_535);
const symbol = z.string().min(1).max(32);

const feedRequest = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('quotes'),
    subscription,
    symbols: z.array(symbol).min(1).max(QUOTE_SYMBOLS_MAX),
  }),
  z.strictObject({
    op: z.literal('bars'),
    subscription,
    symbol,
    timeframe: z.string().max(8),
    limit: z.number().int().min(1).max(FEED_BARS_MAX),
  }),
  z.strictObject({ op: z.literal('off'), subscription }),
  z.strictObject({ op: z.literal('credit'), frames: z.number().int().min(1).max(FEED_CREDIT_MAX) }),
]);

/** Reads a request frame; throws BAD_REQUEST saying which part is wrong, with the `subscription` in details when it can be read. */
export function parseFeedRequest(text: string): FeedRequest {
  if (text.length > FEED_REQUEST_LENGTH_MAX) {
    throw new OctopusError(
      'BAD_REQUEST',
      `feed request of ${text.length} characters; at most ${FEED_REQUEST_LENGTH_MAX} are taken`,
    );
  }
  const json = readJson(text);
  const parsed = feedRequest.safeParse(json);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`)
    .join('; ');
  const named = z.object({ subscription }).safeParse(json);
  throw new OctopusError('BAD_REQUEST', `feed request refused: ${reasons}`, named.success ? named.data : {});
}

const feedProblem = z.object({
  op: z.literal('problem'),
  subscription: subscription.nullable(),
  code: z.custom<ErrorCode>((value) => typeof value === 'string'),
  message: z.string(),
});

/** Reads a problem frame; undefined when the text is none. */
export function parseFeedProblem(text: string): FeedProblem | undefined {
  try {
    return feedProblem.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OctopusError(
      'BAD_REQUEST',
      `feed request is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
