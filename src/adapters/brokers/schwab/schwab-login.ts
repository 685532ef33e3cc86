import { numberOf, objectOf, textOf } from '#domain/values/json-value';
import type { BrokerPorts } from '#engine/ports/broker';

/** A person has to log in; the message says where and what to do then. */
export class LoginNeeded extends Error {}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const DAY_MS = 86_400_000;
/** A refresh token lives so long, whatever is done with it. */
const REFRESH_DAYS = 7;
/** Access is made anew so long before it ends. */
const EARLY_MS = 120_000;

/**
 * Access to Schwab by OAuth 2 with an authorisation code (developer.schwab.com, OAuth Restart vs. Refresh Token): a
 * person logs in on Schwab's page and hands over the address the browser was sent to; from its code come an access
 * token for half an hour and a refresh token for a week.
 */
export class SchwabLogin {
  readonly #ports: BrokerPorts;
  readonly #address: string;
  readonly #fetch: Fetch;
  readonly #secrets = new Set<string>();
  #answerUrl: string;
  #refreshToken: string;
  #refreshTime: number;
  #access: { readonly token: string; readonly untilTime: number } | null = null;
  #underWay: Promise<string> | null = null;

  constructor(ports: BrokerPorts, address: string, fetch: Fetch) {
    this.#ports = ports;
    this.#address = address;
    this.#fetch = fetch;
    const { appSecret = '', answerUrl = '', refreshToken = '', refreshTokenTime = '' } = ports.fields;
    this.#answerUrl = answerUrl;
    this.#refreshToken = refreshToken;
    this.#refreshTime = numberOf(refreshTokenTime);
    this.#hide(appSecret, refreshToken, answerUrl, codeIn(answerUrl) ?? '');
  }

  /** What may never be shown. */
  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /** Until when it can be renewed without a person; NaN when that is not known. */
  get endTime(): number {
    return this.#refreshTime + REFRESH_DAYS * DAY_MS;
  }

  /** The token is not taken any more: the next one is made anew. */
  invalidate(): void {
    this.#access = null;
  }

  /** A token that is good now. Throws {@link LoginNeeded}, or whatever the request throws. */
  token(): Promise<string> {
    if (this.#access && this.#access.untilTime - EARLY_MS > this.#ports.clock.now())
      return Promise.resolve(this.#access.token);
    this.#underWay ??= this.#renew().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #renew(): Promise<string> {
    const { appKey = '', appSecret = '' } = this.#ports.fields;
    if (appKey === '' || appSecret === '')
      throw new LoginNeeded('enter key and secret of your app from developer.schwab.com');
    const code = codeIn(this.#answerUrl);
    if (code !== null) {
      // A code is good for one time, whatever comes of it.
      this.#answerUrl = '';
      this.#ports.keepField('answerUrl', '');
      return this.#ask({ grant_type: 'authorization_code', code, redirect_uri: this.#callbackUrl() }, true);
    }
    if (this.#refreshToken === '') throw this.#loginNeeded('log in');
    if (this.endTime <= this.#ports.clock.now())
      throw this.#loginNeeded(`a login at Schwab lasts ${REFRESH_DAYS} days and yours is over; log in again`);
    return this.#ask({ grant_type: 'refresh_token', refresh_token: this.#refreshToken }, false);
  }

  async #ask(form: Readonly<Record<string, string>>, isNewLogin: boolean): Promise<string> {
    const { appKey = '', appSecret = '' } = this.#ports.fields;
    const basic = Buffer.from(`${appKey}:${appSecret}`).toString('base64');
    this.#hide(basic);
    const response = await this.#fetch(`${this.#address}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    if (response.status === 400 || response.status === 401 || response.status === 403)
      throw this.#loginNeeded(`Schwab refuses the login with ${response.status}; log in again`);
    if (!response.ok) throw new Error(`the login is answered with ${response.status}`);
    const answer = objectOf(await response.json());
    const token = textOf(answer?.['access_token']);
    const seconds = numberOf(answer?.['expires_in']);
    if (token === undefined || !(seconds > 0)) throw new Error('the answer to the login holds no token');
    const refreshToken = textOf(answer?.['refresh_token']) ?? this.#refreshToken;
    this.#hide(token, refreshToken);
    const now = this.#ports.clock.now();
    this.#access = { token, untilTime: now + seconds * 1_000 };
    if (refreshToken !== this.#refreshToken) this.#ports.keepField('refreshToken', refreshToken);
    this.#refreshToken = refreshToken;
    // Renewing access does not make the week longer.
    if (isNewLogin || Number.isNaN(this.#refreshTime)) {
      this.#refreshTime = now;
      this.#ports.keepField('refreshTokenTime', String(now));
    }
    return token;
  }

  #loginNeeded(what: string): LoginNeeded {
    const { appKey = '' } = this.#ports.fields;
    const query = new URLSearchParams({ client_id: appKey, redirect_uri: this.#callbackUrl() });
    return new LoginNeeded(
      `${what} at ${this.#address}/authorize?${query} and paste the address that your browser is sent to`,
    );
  }

  #callbackUrl(): string {
    return this.#ports.fields['callbackUrl'] || DEFAULT_CALLBACK_URL;
  }

  #hide(...secrets: readonly string[]): void {
    for (const secret of secrets) if (secret !== '') this.#secrets.add(secret);
  }
}

export const DEFAULT_CALLBACK_URL = 'https://127.0.0.1';

/** The code in the address that the browser was sent to; null when there is none. */
function codeIn(address: string): string | null {
  return URL.canParse(address) ? new URL(address).searchParams.get('code') : null;
}
