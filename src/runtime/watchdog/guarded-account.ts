import { refOf } from '#agents/execution-manager/account-desk';
import { isAtVenue } from '#domain/orders/order-state';
import type { Journal } from '#engine/journal/journal';
import type { LiveAccount } from '#engine/trading/live-account';
import type { AccountDocuments } from '../accounts/account-documents.ts';
import type { KnownInstruments } from '../accounts/known-instruments.ts';
import type { GuardedAccount } from './watchdog-messages.ts';

/** An account at a broker as another process needs it to act in the engine's place. */
export function guardedAccount(
  { book }: Pick<LiveAccount, 'book'>,
  ports: {
    journal: Journal;
    documents: AccountDocuments;
    instruments: Pick<KnownInstruments, 'instrumentOf'>;
  },
): GuardedAccount {
  const { account, broker, environment } = book.accountRow();
  const { fields, addresses } = ports.documents.of(account);
  return {
    account,
    broker,
    environment: environment === 'live' ? 'live' : 'paper',
    fields,
    addresses,
    orders: ports.journal.projection
      .openOrders(account)
      .filter(({ status }) => isAtVenue(status))
      .map(refOf),
    held: book.held().map(({ symbol }) => ports.instruments.instrumentOf(symbol)),
  };
}
