import { objectOf, textOf } from '#domain/values/json-value';
import type { HttpAnswer, HttpClient } from '#engine/ports/http-client';
import { ProviderError, symbolNotFound } from '#engine/ports/provider-error';

const NAME = 'Finnhub';

/** One request; a refusal becomes a ProviderError. */
export async function askFinnhub(
  http: HttpClient,
  key: string,
  path: string,
  query: Record<string, string | number>,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const answer = await http.getJson({
    path,
    query,
    secretHeaders: { 'x-finnhub-token': key },
    ...(signal ? { signal } : {}),
  });
  if (answer.status === 200) return answer;
  const message = textOf(objectOf(answer.body)?.['error']) ?? `status ${answer.status}`;
  if (answer.status === 404 || /symbol/i.test(message))
    throw symbolNotFound(NAME, String(query['symbol']), 'find its form with their symbol search');
  throw new ProviderError('unsupported', NAME, `it refuses the request (${message}); ask for other dates`);
}
