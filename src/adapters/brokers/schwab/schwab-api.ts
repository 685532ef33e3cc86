import { listOf, objectOf, textOf } from '#domain/values/json-value';
import { firstWords, redact } from '#domain/values/redact';
import { retryAfterMs } from '#domain/values/retry-after';
import type { BrokerPorts } from '#engine/ports/broker';
import {
  type BrokerFailure,
  createTimedFetch,
  isCertainlyUnsent,
  lineFailure,
} from '#engine/ports/broker-request';
import { UnreadableAnswer } from './read-schwab.ts';
import { LoginNeeded, SchwabLogin } from './schwab-login.ts';

/** An answer that is no success. */
class SchwabRefusal extends Error {
  readonly status: number;
  readonly retryAfterMs: number | null;

  constructor(status: number, words: string, waitMs: number | null) {
    super(words);
    this.status = status;
    this.retryAfterMs = waitMs;
  }
}

/** An answer that is no JSON, as it came. */
export class NoJson extends UnreadableAnswer {
  readonly raw: string;

  constructor(raw: string) {
    super(`it is no JSON ("${firstWords(raw)}")`);
    this.raw = raw;
  }
}

const TIMEOUT_MS = 15_000;
const DAY_MS = 86_400_000;
/** Orders and transactions further back are not told. */
const PAST_MS_MAX = 59 * DAY_MS;
/** Schwab's clock may be ahead of ours. */
const AHEAD_MS = 300_000;

/** The Trader API of Schwab (developer.schwab.com, Accounts and Trading Production), one request for one call. */
export class SchwabApi {
  readonly #ports: BrokerPorts;
  readonly #address: string;
  readonly #fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly login: SchwabLogin;

  constructor(ports: BrokerPorts, addresses: { trader: string; oauth: string }, signal: AbortSignal) {
    this.#ports = ports;
    this.#address = addresses.trader;
    this.#fetch = createTimedFetch({ clock: ports.clock, fetch, timeoutMs: TIMEOUT_MS, signal });
    this.login = new SchwabLogin(ports, addresses.oauth, this.#fetch);
  }

  /** The hash that stands for the account in all requests. Throws {@link LoginNeeded} when it is not clear which. */
  async accountHash(): Promise<string> {
    const accounts = (listOf(await this.#json('/accounts/accountNumbers')) ?? []).map((value) =>
      objectOf(value),
    );
    const wanted = this.#ports.fields['accountNumber'] ?? '';
    const found = wanted === '' ? accounts : accounts.filter((one) => one?.['accountNumber'] === wanted);
    if (found.length > 1)
      throw new LoginNeeded('this login has several accounts; enter the number of the one to trade');
    const hash = textOf(found[0]?.['hashValue']);
    if (hash === undefined) throw new LoginNeeded('this login has no such account; check its number');
    return hash;
  }

  /** Answers the number of the new order. Sent once; `token` is asked for before. */
  async submit(hash: string, token: string, body: unknown): Promise<string> {
    const response = await this.#send(token, 'POST', `/accounts/${hash}/orders`, body);
    const number = /\/orders\/(\d+)$/.exec(response.headers.get('location') ?? '')?.[1];
    if (number === undefined) throw new UnreadableAnswer('the order was taken without telling its number');
    return number;
  }

  async cancel(hash: string, token: string, number: string): Promise<void> {
    await this.#send(token, 'DELETE', `/accounts/${hash}/orders/${number}`);
  }

  /** Undefined when Schwab knows no order of this number. */
  async order(hash: string, number: string): Promise<unknown> {
    try {
      return await this.#json(`/accounts/${hash}/orders/${encodeURIComponent(number)}`);
    } catch (error) {
      if (error instanceof SchwabRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Orders entered from `since` on, as far back as Schwab is asked here. */
  async orders(hash: string, since: number): Promise<readonly unknown[]> {
    const { fromTime, toTime } = this.#span(since);
    return this.#list(`/accounts/${hash}/orders?fromEnteredTime=${fromTime}&toEnteredTime=${toTime}`);
  }

  /** Trades from `since` on, as the account's books have them. */
  async trades(hash: string, since: number): Promise<readonly unknown[]> {
    const { fromTime, toTime } = this.#span(since);
    return this.#list(`/accounts/${hash}/transactions?startDate=${fromTime}&endDate=${toTime}&types=TRADE`);
  }

  account(hash: string): Promise<unknown> {
    return this.#json(`/accounts/${hash}?fields=positions`);
  }

  /** What a thrown error means for the request that was made. */
  failure(error: unknown): BrokerFailure {
    const { secrets } = this.login;
    if (error instanceof LoginNeeded) return { kind: 'unauthorised', reason: error.message };
    if (error instanceof UnreadableAnswer || error instanceof SyntaxError) {
      const words = redact(firstWords(error.message), secrets);
      return { kind: 'unknown', reason: `its answer cannot be read: ${words}`, isMalformed: true };
    }
    if (!(error instanceof SchwabRefusal))
      return { kind: isCertainlyUnsent(error) ? 'unsent' : 'unknown', reason: lineFailure(error) };
    const { status, retryAfterMs: waitMs } = error;
    const words = redact(error.message, secrets);
    if (status === 429)
      return { kind: 'busy', reason: 'it takes no more requests for now', retryAfterMs: waitMs };
    // The next request makes access anew, or says that a person has to log in.
    if (status === 401)
      return { kind: 'unsent', reason: 'access had run out and is made anew; send it again' };
    if (status >= 500 || status === 408 || status < 400)
      return { kind: 'unknown', reason: `it answers ${status} (${words})` };
    return { kind: 'refused', reason: words };
  }

  #span(since: number): { readonly fromTime: string; readonly toTime: string } {
    const now = this.#ports.clock.now();
    return {
      fromTime: new Date(Math.max(since, now - PAST_MS_MAX)).toISOString(),
      toTime: new Date(now + AHEAD_MS).toISOString(),
    };
  }

  async #list(path: string): Promise<readonly unknown[]> {
    const list = listOf(await this.#json(path));
    if (!list) throw new UnreadableAnswer('a list was asked for');
    return list;
  }

  /** Asks; with new access once more when the old one has run out. */
  async #json(path: string): Promise<unknown> {
    for (let isSecond = false; ; isSecond = true) {
      try {
        const response = await this.#send(await this.login.token(), 'GET', path);
        const text = await response.text();
        try {
          return JSON.parse(text) as unknown;
        } catch {
          throw new NoJson(text);
        }
      } catch (error) {
        const isRunOut = error instanceof SchwabRefusal && error.status === 401;
        if (!isRunOut || isSecond) throw error;
      }
    }
  }

  async #send(token: string, method: string, path: string, body?: unknown): Promise<Response> {
    const response = await this.#fetch(`${this.#address}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    if (response.status === 401) this.login.invalidate();
    const waitMs = retryAfterMs(response.headers.get('retry-after'), this.#ports.clock.now());
    throw new SchwabRefusal(response.status, wordsOf(await response.text()), waitMs);
  }
}

/** `message` and `errors` of a refusal, or its first words. */
function wordsOf(text: string): string {
  try {
    const answer = objectOf(JSON.parse(text) as unknown);
    const words = [
      textOf(answer?.['message']),
      ...(listOf(answer?.['errors']) ?? []).map((one) => textOf(one)),
    ];
    const told = words.filter((one) => one !== undefined).join('; ');
    if (told !== '') return firstWords(told);
  } catch {
    // A page for people: its first words say as much.
    return firstWords(text);
  }
  return firstWords(text);
}
