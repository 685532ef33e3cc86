import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { BEST_ACCOUNT } from '#domain/orders/choose-route';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order';
import { ACCOUNT_TYPES } from '#domain/portfolio/account-rules';
import { BORROW_STATUSES } from '#domain/portfolio/borrow-list';
import { protectionLock, protectionSettings } from './protections.ts';
import { accountId, collectionEvent, decimalText, epochMs, procedure, symbolText } from './shared.ts';
import { side } from './trading.ts';
import { drillReport, watchdogAct, watchdogState } from './watchdog.ts';

export const tradingState = z.enum(['active', 'reducing', 'halted']);
export const environment = z.enum(['simulated', 'paper', 'live']);

/** Hours in which the broker's servers are down by plan, `end` exclusive: of a ready line the next, of one that waits those of now. */
export const plannedDowntime = z.object({ name: z.string(), start: epochMs, end: epochMs });

export const brokerConnection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting'), attempt: z.number().int() }),
  z.object({
    kind: z.literal('ready'),
    sinceTime: epochMs,
    note: z.string().optional(),
    downtime: plannedDowntime.optional(),
  }),
  /** Comes back by itself at `retryTime`. */
  z.object({
    kind: z.literal('waiting'),
    retryTime: epochMs,
    reason: z.string(),
    downtime: plannedDowntime.optional(),
  }),
  /** A person has to do something first. */
  z.object({ kind: z.literal('needs-login'), reason: z.string() }),
  z.object({ kind: z.literal('closed'), reason: z.string() }),
]);

/** A broker that can be connected, as its form and the order ticket need it. */
export const brokerView = z.object({
  id: z.string(),
  name: z.string(),
  /** Names of closed services this one stands in for. */
  aliases: z.array(z.object({ id: z.string(), name: z.string(), notice: z.string() })),
  environments: z.array(z.enum(['paper', 'live'])),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      isSecret: z.boolean(),
      isRequired: z.boolean(),
      default: z.string().optional(),
      hint: z.string().optional(),
    }),
  ),
  orderTypes: z.array(z.enum(ORDER_TYPES)),
  timesInForce: z.array(z.enum(TIMES_IN_FORCE)),
  takesPostOnly: z.boolean(),
  takesReduceOnly: z.boolean(),
  takesIceberg: z.boolean(),
  /** Digits after the point that quantities may have. */
  quantityPrecision: z.number().int(),
  note: z.string(),
  /** Where its secrets would be kept, and what to do when there is no such place. */
  secrets: z.object({ kind: z.enum(['keychain', 'environment', 'none']), note: z.string() }),
});
export type BrokerView = z.infer<typeof brokerView>;

/** An order whose outcome a person has to decide about. */
export const openQuestion = z.object({ clientOrderId: z.string(), symbol: symbolText, question: z.string() });

/** An order that was placed elsewhere. */
export const externalOrder = z.object({
  venueOrderId: z.string(),
  symbol: symbolText,
  side,
  type: z.enum(ORDER_TYPES),
  quantity: decimalText,
  filledQuantity: decimalText,
  limitPrice: decimalText.optional(),
  stopPrice: decimalText.optional(),
});

export const bookDifference = z.object({
  kind: z.enum(['position', 'cash']),
  /** Symbol, or currency of the cash. */
  what: z.string(),
  ours: decimalText,
  theirs: decimalText,
});

/** What comparing with the broker has shown. */
export const reconciliation = z.object({
  time: epochMs,
  sure: z.number().int(),
  unknown: z.array(openQuestion),
  external: z.array(externalOrder),
  differences: z.array(bookDifference),
});

/** What can be sold short of a symbol: `easy` any number, `hard` so many at a rate of its own, `none` nothing. */
export const borrowEntry = z.object({
  status: z.enum(BORROW_STATUSES),
  /** Units that can be borrowed. */
  available: z.number().nonnegative().optional(),
  /** A year, as a fraction of the value, in the place of the venue's. */
  borrowRate: z.number().min(0).max(10).optional(),
});

/** What is lent to an account on paper, and what that has cost it. */
export const accountMargin = z.object({
  /** Share of the exposure that its equity must be to open a position. */
  initialRate: z.number(),
  /** And to hold it: below, everything is closed. Null where nothing is lent. */
  maintenanceRate: z.number().nullable(),
  exposure: z.number(),
  /** The equity that the exposure requires to be held. */
  required: z.number(),
  /** That in percent of the equity; null when the equity is not above zero. */
  usePct: z.number().nullable(),
  /** Rates a year, as fractions. */
  debitRate: z.number(),
  borrowRate: z.number(),
  interestPaid: decimalText,
  borrowFeesPaid: decimalText,
  /** What is listed by symbol as not simply to be had. */
  borrowing: z.array(borrowEntry.extend({ symbol: symbolText })),
});
export type AccountMargin = z.infer<typeof accountMargin>;

export const accountView = z.object({
  account: accountId,
  broker: z.string(),
  brokerName: z.string(),
  environment,
  currency: z.string(),
  tradingState,
  /** Whether a person has allowed it to trade money; false where there is none. */
  isLiveAllowed: z.boolean(),
  /** Null for an account on the simulated venue. */
  connection: brokerConnection.nullable(),
  /** Null before the first comparison since the start, and on the simulated venue. */
  reconciliation: reconciliation.nullable(),
  isReconciling: z.boolean(),
  /** Why the last attempt to compare failed; null when it did not. */
  reconcileProblem: z.string().nullable(),
  /** Why nothing that opens risk may be sent; null when it may. */
  whyClosed: z.string().nullable(),
  /** Protections that hold it now, oldest first. */
  locks: z.array(protectionLock),
  equity: z.number(),
  cash: decimalText,
  dayPnl: z.number(),
  openOrders: z.number().int(),
  positions: z.number().int(),
  buyingPower: decimalText,
  /** Null where a broker knows, and for accounts on paper from before there were types. */
  type: z.enum(ACCOUNT_TYPES).nullable(),
  /** What orders of an account on paper meet, and by whose rules; null for all others. */
  paper: z.object({ fills: z.enum(['books', 'ticks']), venue: z.string(), summary: z.string() }).nullable(),
  /** Of an account on paper with a type. */
  margin: accountMargin.nullable(),
});
export type AccountView = z.infer<typeof accountView>;

/** How hard to stop: nothing new; and cancel what works; and only orders towards flat; and close what is held. */
export const killStep = z.enum(['hold', 'cancel-all', 'reduce-only', 'flatten']);
export type KillStep = z.infer<typeof killStep>;

export const killReport = z.object({
  account: accountId,
  tradingState,
  /** Orders that ended by it. */
  cancelled: z.number().int(),
  /** Symbols whose closing order was sent, was on its way already, or filled meanwhile. */
  flattened: z.array(symbolText),
  /** Those of them whose exchange is closed: their closing order waits for the opening. */
  waiting: z.array(z.object({ symbol: symbolText, opensTime: epochMs })),
  /** Orders that may still trade, and what is still held, when it was done. */
  openOrders: z.array(z.object({ clientOrderId: z.string(), symbol: symbolText, status: z.string() })),
  held: z.array(z.object({ symbol: symbolText, quantity: decimalText })),
  /** What could not be done, a sentence each; empty when all was. */
  notDone: z.array(z.string()),
});
export type KillReport = z.infer<typeof killReport>;

const ofAccount = z.object({ account: accountId });
const newAccountId = accountId
  .regex(/^[a-z0-9-]+$/, 'small letters, digits and hyphens')
  .refine((name) => name !== BEST_ACCOUNT, `${BEST_ACCOUNT} means the account where an order costs least`);

export const accountsService = {
  brokers: procedure
    .route({ method: 'GET', path: '/accounts/brokers', tags: ['Accounts'] })
    .output(z.array(brokerView)),
  list: procedure
    .route({ method: 'GET', path: '/accounts', tags: ['Accounts'] })
    .output(z.array(accountView)),
  watch: procedure
    .route({ method: 'GET', path: '/accounts/watch', tags: ['Accounts'] })
    .output(eventIterator(collectionEvent(accountView))),
  /** Opens an account on the simulated venue that trades at live prices. */
  openPaper: procedure
    .route({ method: 'POST', path: '/accounts/open-paper', tags: ['Accounts'] })
    .input(
      z.object({
        account: newAccountId,
        cash: decimalText.default('100000'),
        currency: z.string().length(3).default('USD'),
        /** A venue profile, such as `us-equities`: costs, delay, share of the volume. No more than a fee a share unless told. */
        venue: z.string().optional(),
        /** `margin`: the venue lends money and shares by its profile, and charges for both at the end of each day. */
        type: z.enum(ACCOUNT_TYPES).default('cash'),
        /** What its orders meet: `books` where the live market tells its depth, else trades and quotes; or these alone. */
        fills: z.enum(['books', 'ticks']).default('books'),
      }),
    )
    .output(accountView),
  /** Lists what of a symbol can be sold short in a margin account on paper. */
  setBorrowing: procedure
    .route({ method: 'POST', path: '/accounts/borrowing', tags: ['Accounts'] })
    .input(borrowEntry.extend({ account: accountId, symbol: symbolText }))
    .output(accountView),
  /** Connects an account at a broker; its secrets go to the keychain and nowhere else. */
  connect: procedure
    .route({ method: 'POST', path: '/accounts/connect', tags: ['Accounts'] })
    .input(
      z.object({
        account: newAccountId,
        broker: z.string(),
        environment: z.enum(['paper', 'live']),
        fields: z.record(z.string(), z.string().max(4_000)),
      }),
    )
    .output(accountView),
  /** Closes the line and forgets the secrets; orders and fills stay in the journal. */
  disconnect: procedure
    .route({ method: 'POST', path: '/accounts/disconnect', tags: ['Accounts'] })
    .input(ofAccount)
    .output(accountView),
  reconcile: procedure
    .route({ method: 'POST', path: '/accounts/reconcile', tags: ['Accounts'] })
    .input(ofAccount)
    .output(accountView),
  /** A person's word on an order whose outcome is unknown. */
  decide: procedure
    .route({ method: 'POST', path: '/accounts/decide', tags: ['Accounts'] })
    .input(
      ofAccount.extend({
        clientOrderId: z.string(),
        choice: z.enum(['never-arrived', 'is-working', 'ask-again']),
        /** With `is-working`, the number it has at a broker that cannot be asked by ours. */
        venueOrderId: z.string().min(1).max(64).optional(),
      }),
    )
    .output(accountView),
  /** What to do with an order placed elsewhere. */
  decideExternal: procedure
    .route({ method: 'POST', path: '/accounts/decide-external', tags: ['Accounts'] })
    .input(ofAccount.extend({ venueOrderId: z.string(), choice: z.enum(['adopt', 'ignore', 'close']) }))
    .output(accountView),
  /** Takes over what the broker holds, for what the journal held, in one position or the cash. */
  takeOver: procedure
    .route({ method: 'POST', path: '/accounts/take-over', tags: ['Accounts'] })
    .input(ofAccount.extend({ kind: z.enum(['position', 'cash']), what: z.string() }))
    .output(accountView),
  /** Allows an account to trade money: `phrase` must be `trade ACCOUNT with real money`. An empty phrase takes it back. */
  allowLive: procedure
    .route({ method: 'POST', path: '/accounts/allow-live', tags: ['Accounts'] })
    .input(ofAccount.extend({ phrase: z.string().max(200) }))
    .output(accountView),
  setTradingState: procedure
    .route({ method: 'POST', path: '/accounts/trading-state', tags: ['Accounts'] })
    .input(ofAccount.extend({ tradingState, reason: z.string().max(200) }))
    .output(accountView),
  /** The kill switch; of every account unless one is named. */
  kill: procedure
    .route({ method: 'POST', path: '/accounts/kill', tags: ['Accounts'] })
    .input(z.object({ step: killStep, account: accountId.optional(), reason: z.string().max(200) }))
    .output(z.array(killReport)),
  /** How the protections of an account are set. */
  protections: procedure
    .route({ method: 'GET', path: '/accounts/protections', tags: ['Accounts'] })
    .input(ofAccount)
    .output(protectionSettings),
  setProtections: procedure
    .route({ method: 'POST', path: '/accounts/protections', tags: ['Accounts'] })
    .input(ofAccount.extend({ protections: protectionSettings }))
    .output(protectionSettings),
  /** Ends a lock of a protection before its time. */
  liftProtection: procedure
    .route({ method: 'POST', path: '/accounts/lift-protection', tags: ['Accounts'] })
    .input(ofAccount.extend({ lock: z.string(), reason: z.string().min(1).max(200) }))
    .output(accountView),
  watchdog: procedure
    .route({ method: 'GET', path: '/accounts/watchdog', tags: ['Accounts'] })
    .output(watchdogState),
  /** What it has done in the past, newest first. */
  watchdogActs: procedure
    .route({ method: 'GET', path: '/accounts/watchdog-acts', tags: ['Accounts'] })
    .output(z.array(watchdogAct)),
  /**
   * Freezes an engine made for it and lets the real watchdog act: on a stand-in venue, or on every order of a test
   * account at a broker. Takes as long as the watchdog's limit, and some seconds.
   */
  drill: procedure
    .route({ method: 'POST', path: '/accounts/drill', tags: ['Accounts'] })
    .input(z.object({ account: accountId.optional() }).default({}))
    .output(drillReport),
  /** Drills of the past, newest first. */
  drills: procedure
    .route({ method: 'GET', path: '/accounts/drills', tags: ['Accounts'] })
    .output(z.array(drillReport)),
};
