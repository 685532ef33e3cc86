import { numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { HttpClient } from '#engine/ports/http-client';
import { malformedAnswer, ProviderError } from '#engine/ports/provider-error';

/** Access is asked for anew this long before it ends. */
const MARGIN_MS = 60_000;

/** What requests bear: the header, and what an answer may not repeat. */
export interface SchwabAccess {
  readonly secretHeaders: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Gives access that still holds: half an hour's, for the refresh token of a login that lasts seven days. */
export function createSchwabAccess(
  http: HttpClient,
  { name, key, now }: { readonly name: string; readonly key: string; readonly now: () => number },
): (signal?: AbortSignal) => Promise<SchwabAccess> {
  let held = { token: '', endTime: 0 };
  return async (signal) => {
    const parts = /^([^:\s]+):([^:\s]+):(\S+)$/.exec(key);
    if (parts === null)
      throw new ProviderError(
        'unauthorised',
        name,
        'its key must be app key, app secret and refresh token joined by colons; log in at Schwab to get the token',
      );
    const [, appKey = '', secret = '', refreshToken = ''] = parts;
    const secrets = [key, secret, refreshToken];
    if (held.endTime <= now()) {
      const { status, body } = await http.getJson({
        path: '/v1/oauth/token',
        secretForm: { grant_type: 'refresh_token', refresh_token: refreshToken },
        secretHeaders: { authorization: `Basic ${btoa(`${appKey}:${secret}`)}` },
        secrets,
        ...(signal ? { signal } : {}),
      });
      if (status !== 200)
        throw new ProviderError(
          'unauthorised',
          name,
          'it does not accept the refresh token, which holds for seven days; log in again and renew the key',
        );
      const answer = objectOf(body);
      const token = textOf(answer?.['access_token']);
      const seconds = numberOf(answer?.['expires_in']);
      if (token === undefined || !(seconds > 0)) throw malformedAnswer(name, 'has no access token');
      held = { token, endTime: now() + seconds * 1_000 - MARGIN_MS };
    }
    return { secretHeaders: { authorization: `Bearer ${held.token}` }, secrets: [...secrets, held.token] };
  };
}
