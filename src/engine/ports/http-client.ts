/** One request of a provider to its vendor. */
export interface HttpRequest {
  /** Below the vendor's address: `/api/v3/klines`. */
  readonly path: string;
  /** Undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Parts of the query that are secret: their values never appear in a message, a log or an answer. */
  readonly secretQuery?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers whose values are secret, and what follows the scheme in `Bearer …`. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  /** Posted as a form; without it the request is a GET. Its values are secret. */
  readonly secretForm?: Readonly<Record<string, string>>;
  /** What else an answer might repeat and nobody may read. */
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface TextRequest extends HttpRequest {
  /** Media types asked for: `application/rss+xml, application/xml`. */
  readonly accept: string;
  /** A longer text is refused; the client has its own limit too. */
  readonly bytesMax?: number;
  /** Whether a web page is wanted; one that comes instead of data is refused. */
  readonly isPageWanted?: boolean;
}

export interface TextAnswer {
  readonly status: number;
  /** Decoded by its mark, the charset it came with or the one it declares; secrets replaced by `***`. */
  readonly text: string;
}

/** What a vendor answered: success, or one of the refusals that only the provider can read (400, 404, 422). */
export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON, secrets replaced by `***`. */
  readonly body: unknown;
}

/**
 * Speaks to one vendor. Waits and tries again when the vendor is busy or out of order, within reason; throws a
 * ProviderError for everything that is no answer of the form asked for, and the signal's reason when aborted.
 */
export interface HttpClient {
  getJson(request: HttpRequest): Promise<HttpAnswer>;
  /** The same for a text that is no JSON: a feed, or a page where one is wanted. */
  getText(request: TextRequest): Promise<TextAnswer>;
}
