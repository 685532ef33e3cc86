import type { BrokerEvent } from '#engine/ports/broker';
import type { Clock } from '#engine/ports/clock';
import type { Log } from '#engine/ports/log';
import { AccountMoney } from './account-money.ts';
import type { ContractBook } from './contract-book.ts';
import { isCombo, isComboName } from './contract-query.ts';
import { roundedAmount } from './exact-number.ts';
import { FillDesk } from './fill-desk.ts';
import type { GatewayMessage } from './gateway-codec.ts';
import type { CompletedItem, GatewayQuestions } from './gateway-questions.ts';
import { parseGatewayTime } from './gateway-time.ts';
import { OrderNews } from './order-news.ts';
import { namedOf, type OrderEntry, type OrderRegister } from './order-register.ts';
import { OrderedEvents } from './ordered-events.ts';
import { completedReport, permanentId } from './read-order.ts';

/** How long executions may come after the status that counts them. */
const FILL_WAIT_MS = 3_000;

export interface AccountDeskOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly account: string;
  readonly clientId: number;
  readonly register: OrderRegister;
  readonly questions: GatewayQuestions;
  readonly contracts: ContractBook;
  readonly offsetMs: () => number;
  readonly tell: (event: BrokerEvent) => void;
}

/** All that is heard of one account: orders, fills and fees, and how to catch up on them after an absence. */
export class AccountDesk {
  readonly money = new AccountMoney();
  readonly news: OrderNews;
  readonly fills: FillDesk;
  readonly #options: AccountDeskOptions;
  readonly #timers = new Set<() => void>();
  readonly #askedFor = new Set<string>();
  #isFirstLook = true;

  constructor(options: AccountDeskOptions) {
    const { clock, log, account, clientId, register, contracts, offsetMs, tell } = options;
    this.#options = options;
    const events = new OrderedEvents(tell);
    const symbolOf = contracts.symbolOf.bind(contracts);
    const feeOf = this.money.feeOf.bind(this.money);
    const isComboOrder = (ids: { clientOrderId: string | null; venueOrderId: string }) => {
      const { clientOrderId, venueOrderId } = ids;
      const entry = register.byRef({ clientOrderId: clientOrderId ?? '', venueOrderId });
      return entry !== undefined && isComboName(entry.symbol);
    };
    this.fills = new FillDesk({ clock, account, events, symbolOf, isComboOrder, offsetMs, feeOf });
    const onFillMissing = (entry: OrderEntry) => this.#expectFills(entry);
    this.news = new OrderNews({ clock, log, account, clientId, register, events, symbolOf, onFillMissing });
  }

  /** Takes what TWS says of orders. Throws a RangeError for what cannot be read. */
  take(message: GatewayMessage): void {
    const { questions } = this.#options;
    switch (message.kind) {
      case 'open-order': {
        const entry = this.news.describe(message, this.#isFirstLook && questions.isListing());
        if (entry?.venueOrderId) questions.listed(entry.venueOrderId);
        break;
      }
      case 'status':
        this.news.status(message.status);
        break;
      case 'execution':
        this.fills.take(message.contract, message.execution);
        break;
      case 'commission':
        this.fills.takeFee(message.report);
        break;
    }
  }

  /** Learns how things stand: at first quietly, after an absence telling what happened meanwhile. */
  async catchUp(): Promise<void> {
    const { questions, account } = this.#options;
    this.money.read(await questions.accountValues(), account);
    const known = this.#openEntries();
    const listed = await questions.openOrders();
    for (const { contract, execution } of await questions.executions(account)) {
      if (this.#isFirstLook) this.fills.pass(contract, execution);
      else this.fills.take(contract, execution);
    }
    this.#isFirstLook = false;
    await this.#findEnds(known, listed);
  }

  /** Looks for orders that were placed or ended without a word to this connection. */
  async lookAround(): Promise<void> {
    const known = this.#openEntries();
    await this.#findEnds(known, await this.#options.questions.openOrders());
  }

  /** The fills of an order that TWS still tells of, for its average price. */
  async report({ contract, order, state }: CompletedItem) {
    const { clock, contracts, questions, account, offsetMs } = this.#options;
    const venueOrderId = permanentId(order.permId);
    const own = (await questions.executions(account)).filter(
      ({ execution }) => String(execution.permId) === venueOrderId,
    );
    // Of a combination TWS tells an execution of the whole besides those of its legs.
    const whole = own.filter((item) => isCombo(item.contract) === isCombo(contract));
    const last = whole.at(-1)?.execution;
    return completedReport(order, state, {
      ...namedOf(contracts.symbolOf(contract)),
      endTime: parseGatewayTime(state.completedTime ?? '', offsetMs()) ?? clock.now(),
      averagePrice: roundedAmount(last?.avgPrice) ?? 0n,
    });
  }

  /** The line is lost: nothing more will be heard of what was waited for. */
  lost(): void {
    this.fills.releaseAll();
  }

  close(): void {
    this.fills.releaseAll();
    for (const off of this.#timers) off();
    for (const entry of this.#options.register.all()) entry.ending?.();
  }

  #openEntries(): OrderEntry[] {
    return this.#options.register
      .all()
      .filter(
        ({ venueOrderId, hasEnded, waits }) =>
          venueOrderId !== null && !hasEnded && Object.keys(waits).length === 0,
      );
  }

  /** What was open and is so no more has ended: how, the completed orders tell. */
  async #findEnds(known: readonly OrderEntry[], listed: readonly string[]): Promise<void> {
    const gone = known.filter(({ venueOrderId }) => !listed.includes(venueOrderId ?? ''));
    if (gone.every(({ hasEnded }) => hasEnded)) return;
    const completed = await this.#options.questions.completedOrders();
    for (const entry of gone) {
      const item = completed.find(({ order }) => String(order.permId) === entry.venueOrderId);
      if (entry.hasEnded) continue;
      if (!item) {
        this.#options.log.warn('an order is neither open nor completed at TWS', {
          order: entry.venueOrderId,
        });
        continue;
      }
      const report = completedReport(item.order, item.state, {
        ...namedOf(entry.symbol),
        endTime: this.#options.clock.now(),
        averagePrice: entry.averagePrice,
      });
      entry.filledQuantity = report.filledQuantity;
      const { status } = report;
      if (status === 'filled' || status === 'cancelled' || status === 'rejected' || status === 'expired')
        this.news.end(entry, status, report.reason ?? status);
    }
  }

  /** Asks for the executions of a fill that only the status has told, once each. */
  #expectFills({ venueOrderId, filledQuantity }: OrderEntry): void {
    const { clock, questions, account, log } = this.#options;
    const name = `${venueOrderId ?? ''} ${filledQuantity}`;
    const isMissing = () => venueOrderId !== null && this.fills.filledOf(venueOrderId) < filledQuantity;
    if (!isMissing() || this.#askedFor.has(name)) return;
    this.#askedFor.add(name);
    const off = clock.after(FILL_WAIT_MS, () => {
      this.#timers.delete(off);
      if (!isMissing()) return;
      questions.executions(account).then(
        (items) => {
          for (const { contract, execution } of items) this.fills.take(contract, execution);
        },
        (error: unknown) =>
          log.warn('the executions of a fill could not be asked for', { reason: String(error) }),
      );
    });
    this.#timers.add(off);
  }
}
