import { BrokerAccount } from '#agents/execution-manager/broker-account';
import { openPaperDesk } from '#agents/execution-manager/paper-desk';
import { tradingHours } from '#domain/orders/session-queue';
import type { AccountRules } from '#domain/portfolio/account-rules';
import { DECIMAL_ONE } from '#domain/values/decimal';
import type { Roles } from '#engine/agent/roles';
import type { QuoteBoard } from '#engine/cache/quote-board';
import type { Journal } from '#engine/journal/journal';
import type { Clock } from '#engine/ports/clock';
import type { AccountRow } from '#engine/ports/journal-store';
import type { CommitGroup } from '#engine/trading/commit-group';
import { LiveAccount, type LiveAccountOptions } from '#engine/trading/live-account';
import type { BrokerDesk } from '../brokers/broker-desk.ts';
import type { AccountDocuments } from './account-documents.ts';
import type { ExpiryCloses } from './expiry-closes.ts';
import type { KnownInstruments } from './known-instruments.ts';
import { paperRules, paperVenue } from './paper-terms.ts';

export interface OpenAccountPorts {
  readonly journal: Journal;
  readonly documents: AccountDocuments;
  readonly brokers: BrokerDesk;
  readonly roles: Roles;
  readonly board: QuoteBoard;
  readonly instruments: KnownInstruments;
  readonly settings: LiveAccountOptions['settings'];
  readonly clock: Clock;
  /** Shared by all accounts. */
  readonly commits: CommitGroup;
  readonly expiryCloses: ExpiryCloses;
  /** A sentence for the person at the screen. */
  readonly tell: (severity: 'warning' | 'error', title: string, text: string) => void;
  readonly onFill: () => void;
  /** The account, or its connection, is not as it was. */
  readonly onChange: () => void;
}

/** An account that is open now; `broker` is absent on the simulated venue. */
export interface OpenAccount {
  readonly trading: LiveAccount;
  readonly broker?: BrokerAccount;
  /** When it was opened in this run of the engine. */
  readonly openedTime: number;
}

/** The broker of accounts on the simulated venue. */
export const PAPER_BROKER = 'paper';

const PAPER_QUANTITY_PRECISION = 8;
const RECONCILE_EVERY_MS = 60_000;
/** Fees and interest that a broker books later than the fill: this much cash may differ. */
const CASH_TOLERANCE = DECIMAL_ONE / 100n;

/** Opens an account of the journal: on the simulated venue, or with a line to its broker. */
export function openAccount(row: AccountRow, ports: OpenAccountPorts): OpenAccount {
  const opened = row.broker === PAPER_BROKER ? openPaper(row, ports) : openAtBroker(row, ports);
  return { ...opened, openedTime: ports.clock.now() };
}

function openPaper({ account }: AccountRow, ports: OpenAccountPorts): Pick<OpenAccount, 'trading'> {
  const { journal, documents, roles, instruments, expiryCloses, tell } = ports;
  const document = documents.of(account);
  const desk = openPaperDesk(
    { account },
    {
      journal,
      postTrade: roles.compliance.postTrade,
      instrumentOf: (symbol) => instruments.instrumentOf(symbol),
      profile: paperVenue(document),
      hours: tradingHours((symbol) => instruments.hoursOf(symbol)),
      meetsBooks: document.fills === 'books',
      onFill: () => undefined,
      onTrouble: (sentence) => tell('error', `Paper, account ${account}`, sentence),
    },
  );
  const venueGates = { whyClosed: () => undefined, whyUnreachable: () => undefined };
  return {
    trading: tradingOf(
      {
        account,
        desk,
        quantityPrecision: PAPER_QUANTITY_PRECISION,
        rules: paperRulesNow(account, documents),
        onMarginCall: (sentence) => tell('error', `Margin call, account ${account}`, sentence),
        settlesOptions: {
          tell: (sentence) => tell('warning', `Options, account ${account}`, sentence),
          closeOf: (underlying, expiration) => expiryCloses.of(underlying, expiration),
        },
      },
      venueGates,
      ports,
    ),
  };
}

/** The rules of a paper account; what can be borrowed is as it is listed at that moment. */
function paperRulesNow(account: string, documents: AccountDocuments): AccountRules | undefined {
  const rules = paperRules(documents.of(account));
  return rules && { ...rules, shortsOf: (symbol) => paperRules(documents.of(account))!.shortsOf(symbol) };
}

function openAtBroker(row: AccountRow, ports: OpenAccountPorts): Pick<OpenAccount, 'trading' | 'broker'> {
  const { account } = row;
  const { journal, documents, brokers, roles, instruments, clock, tell, onFill, onChange } = ports;
  const definition = brokers.definitionOf(row.broker);
  const environment = row.environment === 'live' ? 'live' : 'paper';
  const { fields, addresses } = documents.of(account);
  const broker: BrokerAccount = new BrokerAccount({
    journal,
    account,
    definition,
    open: (sink) =>
      brokers.open(
        definition.id,
        {
          accountId: account,
          environment,
          fields,
          addresses,
          keepField: (name, value) =>
            documents.change(account, { fields: { ...documents.of(account).fields, [name]: value } }),
        },
        sink,
      ),
    clock,
    postTrade: roles.compliance.postTrade,
    instrumentOf: (symbol) => instruments.instrumentOf(symbol),
    hours: tradingHours((symbol) => instruments.hoursOf(symbol)),
    whyHeldBack: () => whyClosed(),
    cashTolerance: CASH_TOLERANCE,
    reconcileEveryMs: RECONCILE_EVERY_MS,
    onFill,
    onTrouble: (sentence) => tell('error', `${definition.name}, account ${account}`, sentence),
  });
  const whyClosed = (): string | undefined => {
    const { isLiveAllowed } = trading.book.accountRow();
    if (environment === 'live' && !isLiveAllowed)
      return `trading with money is switched off for ${account}; allow it under Accounts`;
    return broker.whyClosed();
  };
  const whyUnreachable = (): string | undefined =>
    broker.state.get().connection.kind === 'ready' ? undefined : `${definition.name} is not connected`;
  const { quantityPrecision } = definition.capabilities;
  const trading: LiveAccount = tradingOf(
    { account, desk: broker.desk, quantityPrecision },
    { whyClosed, whyUnreachable },
    ports,
  );
  broker.state.onChange(onChange);
  return { trading, broker };
}

function tradingOf(
  own: Pick<
    LiveAccountOptions,
    'account' | 'desk' | 'quantityPrecision' | 'rules' | 'onMarginCall' | 'settlesOptions'
  >,
  gates: Required<Pick<LiveAccountOptions, 'whyClosed' | 'whyUnreachable'>>,
  { journal, roles, board, instruments, settings, clock, commits, onChange }: OpenAccountPorts,
): LiveAccount {
  return new LiveAccount({
    ...own,
    ...gates,
    journal,
    roles,
    board,
    instruments: instruments.lookup((symbol) => board.find(symbol) !== undefined),
    settings,
    clock,
    commits,
    calendarOf: (symbol) => instruments.hoursOf(symbol),
    onChange,
  });
}
