import type { WorkedOrder } from '#agents/execution-manager/algorithms/algorithm-book';
import { AlgorithmRunner } from '#agents/execution-manager/algorithms/algorithm-runner';
import { OctopusError } from '#contract/errors';
import type { AlgorithmRequest, AlgorithmView } from '#contract/services/algorithms';
import type { OrderRequest } from '#contract/services/trading';
import { TRADE_TICK } from '#domain/market/tick-batch';
import { algorithmFault, lotOf } from '#domain/orders/algorithms/algorithm-fault';
import type { AlgorithmTerms } from '#domain/orders/algorithms/algorithm-terms';
import { evenWeights } from '#domain/orders/algorithms/slice-plan';
import type { Order } from '#domain/orders/order';
import { amountsFromText } from '#domain/orders/order-amounts';
import { isOpenStatus } from '#domain/orders/order-state';
import { DECIMAL_PLACES } from '#domain/values/decimal';
import { LiveCollection } from '#engine/bus/live-collection';
import type { QuoteBoard } from '#engine/cache/quote-board';
import { canonicalJson } from '#engine/journal/canonical-json';
import { sha256Hex } from '#engine/journal/hashing';
import type { Committed, Journal } from '#engine/journal/journal';
import { storedVolume } from '#engine/market/stored-volume';
import type { BrokerCapabilities } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import type { MarketStore } from '#engine/ports/market-store';
import type { TickConsumer } from '#engine/stream/tick-fan-out';
import { present } from '#engine/trading/order-request';
import type { TradingAccount } from '#engine/trading/trading-account';
import type { BrokerDesk } from '../brokers/broker-desk.ts';
import type { AccountKeeper } from './account-keeper.ts';
import { algorithmView } from './algorithm-view.ts';
import { icebergOf } from './iceberg-of-order.ts';
import type { KnownInstruments } from './known-instruments.ts';
import { type PlannedWeights, usualVolume } from './usual-volume.ts';

export interface AlgorithmDeskPorts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly market: Pick<MarketStore, 'series' | 'readBars' | 'readTrades'>;
  readonly board: QuoteBoard;
  readonly instruments: KnownInstruments;
  readonly accounts: AccountKeeper;
  readonly brokers: BrokerDesk;
}

const SHOWN_MAX = 200;

/** Orders that are worked in parts, as clients know them: started by a request, listed, watched. */
export class AlgorithmDesk {
  readonly views = new LiveCollection<AlgorithmView>(({ id }) => id, SHOWN_MAX);
  readonly #ports: AlgorithmDeskPorts;
  readonly #runner: AlgorithmRunner;
  readonly #stops: (() => void)[] = [];

  constructor(ports: AlgorithmDeskPorts) {
    this.#ports = ports;
    const { journal, clock, log } = ports;
    this.#runner = new AlgorithmRunner({
      journal,
      clock,
      log,
      accountOf: (account) => ports.accounts.all().find((one) => one.account === account),
      volumeBetween: (symbol, from, to) => storedVolume(ports.market, symbol, from, to),
      timeInForceOf: (account) => (this.#takesDayOrders(account) ? 'day' : 'gtc'),
      onChange: (ids) => this.#show(ids),
    });
  }

  /** Goes on working what the journal holds; `addConsumer` gives it live trades. */
  restore(addConsumer: (consumer: TickConsumer) => () => void): void {
    this.#runner.restore();
    this.#endStrangers();
    this.#stops.push(
      this.#ports.journal.onCommitted((committed) => this.#follow(committed)),
      addConsumer({ name: 'algorithms', take: (batch) => this.#takeTrades(batch) }),
    );
  }

  /** What was done since the last commit has been undone. */
  reload(): void {
    this.#runner.restore();
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#runner.close();
  }

  /** A tick of the open replay. */
  onReplayTick(session: TradingAccount, symbol: string, size: number): void {
    this.#runner.onReplayTick(session, symbol, size);
  }

  async start(request: AlgorithmRequest): Promise<AlgorithmView> {
    const { accounts, instruments } = this.#ports;
    const account = accounts.require(request.account);
    const { nonce, account: _account, durationMs, startTime, ...rest } = present(request);
    const id = `${request.kind}-${sha256Hex(canonicalJson({ ...present(request), account: account.account, nonce })).slice(0, 20)}`;
    if (this.#runner.book.get(id)) return this.#view(this.#runner.book.require(id));
    const precision = this.#capabilitiesOf(account.account)?.quantityPrecision ?? DECIMAL_PLACES;
    const { assetClass, timeZone } = instruments.instrumentOf(request.symbol);
    const begin = startTime ?? account.eventTime;
    const terms = readTerms({
      atEnd: 'cancel',
      ...rest,
      startTime: begin,
      ...(durationMs === undefined ? {} : { endTime: begin + durationMs }),
    });
    const lot = lotOf(terms.quantity, precision, assetClass !== 'crypto' && assetClass !== 'forex');
    const fault = algorithmFault(terms, account.eventTime, lot);
    if (fault !== undefined) throw new OctopusError('BAD_REQUEST', fault);
    // Its parts are orders: what no order of the account may be, it may not be either.
    account.orders.intentOf({
      symbol: terms.symbol,
      side: terms.side,
      type: 'market',
      quantity: request.quantity,
      nonce,
    });
    const plan = await this.#planOf(terms, timeZone);
    const open = accounts.require(account.account);
    return this.#view(this.#runner.start(open, { id, terms, lot, ...plan }));
  }

  /**
   * Whether the account's venue cannot show a part of an order: it is then sent in parts, one after the other, by
   * {@link AlgorithmDesk.submitIceberg}.
   */
  sendsInParts({ account, displayQuantity }: Pick<OrderRequest, 'account' | 'displayQuantity'>): boolean {
    if (displayQuantity === undefined) return false;
    const capabilities = this.#capabilitiesOf(this.#ports.accounts.require(account).account);
    return capabilities !== undefined && !capabilities.takesIceberg;
  }

  /** An order that shows a part of itself, on a venue that knows no such order; answers its first part. */
  async submitIceberg(request: OrderRequest): Promise<Order> {
    const account = this.#ports.accounts.require(request.account);
    const calendar = this.#ports.instruments.calendarOf(request.symbol);
    const { refusals } = account.orders.preview(request);
    if (refusals.length > 0) throw new OctopusError('ORDER_REFUSED', refusals.join('; '));
    const { id } = await this.start(icebergOf(request, account.eventTime, calendar));
    const [first] = this.#runner.book.require(id).children.keys();
    const order = first === undefined ? undefined : this.#ports.journal.projection.order(first);
    if (order) return order;
    const { reason } = this.#runner.cancel(id);
    throw new OctopusError('ORDER_REFUSED', reason, { algorithmId: id });
  }

  pause(id: string): AlgorithmView {
    return this.#view(this.#runner.pause(id));
  }

  resume(id: string): AlgorithmView {
    return this.#view(this.#runner.resume(id));
  }

  cancel(id: string): AlgorithmView {
    return this.#view(this.#runner.cancel(id));
  }

  /** Newest first, of all accounts unless one is named. */
  list(account?: string): AlgorithmView[] {
    const views = this.#runner.book.all().map((worked) => this.#view(worked));
    return views.filter((view) => account === undefined || view.account === account).reverse();
  }

  async #planOf(terms: AlgorithmTerms, timeZone: string): Promise<Partial<PlannedWeights>> {
    const { kind, symbol, startTime, endTime, slices } = terms;
    if (slices === undefined || endTime === undefined) return {};
    if (kind === 'twap') return { weights: evenWeights(slices) };
    return usualVolume(this.#ports.market, { symbol, startTime, endTime, slices }, timeZone);
  }

  #view(worked: WorkedOrder): AlgorithmView {
    const { projection } = this.#ports.journal;
    const children = [...worked.children.values()].map((order) =>
      isOpenStatus(order.status) ? (projection.order(order.clientOrderId) ?? order) : order,
    );
    return algorithmView(worked, children);
  }

  #show(ids: readonly string[] | 'all'): void {
    const { book } = this.#runner;
    if (ids === 'all') this.views.replace(book.all().map((worked) => this.#view(worked)));
    else this.views.upsert(...ids.flatMap((id) => book.get(id) ?? []).map((worked) => this.#view(worked)));
  }

  #takeTrades(batch: Parameters<TickConsumer['take']>[0]): void {
    if (!this.#runner.followsVolume) return;
    const { symbols } = this.#ports.board;
    for (let row = 0; row < batch.length; row++) {
      const symbol = batch.kind[row] === TRADE_TICK ? symbols[batch.slot[row]!] : undefined;
      if (symbol !== undefined) this.#runner.onTrade(symbol, batch.size[row]!);
    }
  }

  #follow({ records }: Committed): void {
    if (!records.some(({ kind }) => kind === 'SessionStarted')) return;
    this.#ports.clock.after(0, () => this.#endStrangers());
  }

  /** Those of replays that are not open any more. */
  #endStrangers(): void {
    const open = this.#ports.accounts.all().map(({ account }) => account);
    this.#runner.endStrangers((account) => open.includes(account));
  }

  #takesDayOrders(account: string): boolean {
    return this.#capabilitiesOf(account)?.timesInForce.includes('day') ?? true;
  }

  /** Of the account's broker; undefined on the simulated venue. */
  #capabilitiesOf(account: string): BrokerCapabilities | undefined {
    const broker = this.#ports.journal.store.account(account)?.broker;
    if (broker === undefined || broker === 'paper') return undefined;
    return this.#ports.brokers.definitionOf(broker).capabilities;
  }
}

function readTerms(terms: Parameters<typeof amountsFromText<AlgorithmTerms>>[0]): AlgorithmTerms {
  try {
    return amountsFromText<AlgorithmTerms>(terms);
  } catch (error) {
    throw new OctopusError('BAD_REQUEST', error instanceof Error ? error.message : String(error));
  }
}
