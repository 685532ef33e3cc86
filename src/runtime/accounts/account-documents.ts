import type { AccountType } from '#domain/portfolio/account-rules';
import type { BorrowList } from '#domain/portfolio/borrow-list';
import type { Clock } from '#engine/ports/clock';
import type { DocumentStore } from '#engine/ports/market-store';

/** What is kept of a connection beside the journal; secrets are in the keychain. */
export interface AccountDocument {
  readonly isConnected: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<string, string>>;
  /** Orders placed elsewhere that a person does not want to hear of. */
  readonly ignored: readonly string[];
  /** Of an account on paper. */
  readonly type?: AccountType | undefined;
  readonly fills?: 'books' | 'ticks' | undefined;
  /** What can be sold short there; everything unless told. */
  readonly borrowing?: BorrowList | undefined;
}

const COLLECTION = 'accounts';

/** What an account starts with. */
export const FRESH_ACCOUNT: AccountDocument = { isConnected: true, fields: {}, addresses: {}, ignored: [] };

/** The documents of accounts, each read once: they are asked for whenever an account changes. */
export class AccountDocuments {
  readonly #documents: DocumentStore;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #known = new Map<string, AccountDocument>();

  constructor(documents: DocumentStore, clock: Pick<Clock, 'now'>) {
    this.#documents = documents;
    this.#clock = clock;
  }

  /** That of a fresh account where none is kept. */
  of(account: string): AccountDocument {
    const known = this.#known.get(account);
    if (known) return known;
    const kept = this.#documents.get(COLLECTION, account, this.#clock.now());
    const document = { ...FRESH_ACCOUNT, ...(kept as Partial<AccountDocument> | undefined) };
    if (kept !== undefined) this.#known.set(account, document);
    return document;
  }

  change(account: string, change: Partial<AccountDocument>): void {
    this.put(account, { ...this.of(account), ...change });
  }

  put(account: string, document: AccountDocument): void {
    this.#documents.put(COLLECTION, account, document);
    this.#known.set(account, document);
  }
}
