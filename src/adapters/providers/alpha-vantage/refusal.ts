import { textOf } from '#domain/values/json-value';
import { ProviderError, retryAdvice, symbolNotFound } from '#engine/ports/provider-error';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What a successful status hides: this vendor refuses in sentences under `Note`, `Information` or `Error Message`. */
export function refusalOf(
  provider: string,
  body: Readonly<Record<string, unknown>>,
  symbol: string,
): ProviderError | undefined {
  const error = textOf(body['Error Message']);
  if (error !== undefined) {
    if (/apikey/i.test(error))
      return new ProviderError('unauthorised', provider, 'it does not accept the key; check it');
    return symbolNotFound(provider, symbol, 'find its form with their symbol search');
  }
  const notice = textOf(body['Note']) ?? textOf(body['Information']);
  if (notice === undefined) return undefined;
  // Every notice advertises the paid plans; only some say that the request itself needs one.
  if (/premium (endpoint|feature|parameter)|demo.*api ?key/i.test(notice))
    return new ProviderError(
      'unauthorised',
      provider,
      'the plan of the key does not include this series; ask for fewer days, or use another provider',
    );
  if (/rate limit|frequency|per day|per minute|per second|sparingly/i.test(notice)) {
    const waitMs = /per day/i.test(notice) && !/per minute/i.test(notice) ? DAY_MS : MINUTE_MS;
    const sentence = `the vendor's count of requests for this key is used up; ${retryAdvice(waitMs)}`;
    return new ProviderError('rate-limited', provider, sentence, waitMs);
  }
  const words = notice.length > 80 ? `${notice.slice(0, 80)}…` : notice;
  return new ProviderError('unavailable', provider, `it only says "${words}"; use another provider`);
}
