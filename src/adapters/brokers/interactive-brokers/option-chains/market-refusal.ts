import { ProviderError } from '#engine/ports/provider-error';

export const CHAINS_NAME = 'Interactive Brokers options';

/** Said beside an answer that comes all the same: delayed data in the place of live, a part that needs a subscription. */
const REMARKS = new Set([10_090, 10_167]);
const NOT_SUBSCRIBED = new Set([354, 10_089, 10_091, 10_168, 10_186]);

/** What a numbered message of TWS about a question means; undefined for one that is a remark. `what` was asked for. */
export function marketRefusal(code: number, text: string, what: string): ProviderError | undefined {
  if (REMARKS.has(code) || (code >= 2_100 && code < 2_200)) return undefined;
  if (NOT_SUBSCRIBED.has(code))
    return refusal(
      'unauthorised',
      `the login has no subscription to market data of ${what} (${code}); subscribe to it in the Client Portal under Market Data Subscriptions, or take another source`,
    );
  switch (code) {
    case 200:
      return refusal(
        'not-found',
        `TWS knows no security definition of ${what} (200); ask for a share, fund or index with listed options`,
      );
    case 101:
      return refusal(
        'rate-limited',
        `every line of market data that the login has is taken (101), 100 unless more were bought; close watchlists in TWS or stop streams, then ask again`,
      );
    case 100:
      return refusal(
        'rate-limited',
        'TWS was told more than 50 messages a second (100); ask again in a minute',
      );
    case 10_197:
      return refusal(
        'unavailable',
        'another session of this login takes its market data (10197); log out there, then ask again',
      );
    default:
      return refusal(
        'unavailable',
        `TWS refused ${what}: ${text.replace(/[.;\s]+$/, '')} (${code}); ask again`,
      );
  }
}

export function refusal(kind: ProviderError['kind'], sentence: string): ProviderError {
  return new ProviderError(kind, CHAINS_NAME, sentence);
}
