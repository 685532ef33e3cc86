import type { Contract, ContractDetails, Execution, Order, OrderState } from '@stoqey/ib';
import type { Encoder } from '@stoqey/ib/dist/core/io/encoder.js';
import { BrokerError } from '#engine/ports/broker-error';
import type { Clock } from '#engine/ports/clock';
import type { ContractQuestions } from './contract-book.ts';
import type { GatewayMessage, PriceStep } from './gateway-codec.ts';
import { Question } from './question.ts';

/** Far above the numbers of orders, from which a numbered message could not else be told apart. */
const FIRST_REQUEST_ID = 1_000_000_000;
const UNKNOWN_CONTRACT = 200;
const LEDGER = 'NetLiquidation,BuyingPower,$LEDGER:ALL';

export interface ExecutionItem {
  readonly contract: Contract;
  readonly execution: Execution;
}
export interface CompletedItem {
  readonly contract: Contract;
  readonly order: Order;
  readonly state: OrderState;
}
export interface PositionItem {
  readonly account: string;
  readonly contract: Contract;
  readonly quantity: number | undefined;
  readonly averageCost: number | undefined;
}
export interface AccountValue {
  readonly account: string;
  readonly tag: string;
  readonly value: string;
  readonly currency: string;
}

/** Sends a message; `onDropped` hears when it never will be sent. */
export type Say = (write: (encoder: Encoder) => void, onDropped: (reason: string) => void) => void;

/** What is being asked of TWS. Lists without a request number are asked for once at a time and shared. */
export class GatewayQuestions implements ContractQuestions {
  readonly #clock: Clock;
  readonly #say: Say;
  #requestId = FIRST_REQUEST_ID;
  #openOrders: Question<string> | null = null;
  #completed: Question<CompletedItem> | null = null;
  #positions: Question<PositionItem> | null = null;
  readonly #executions = new Map<number, Question<ExecutionItem>>();
  readonly #values = new Map<number, Question<AccountValue>>();
  readonly #contracts = new Map<number, Question<ContractDetails>>();
  readonly #rules = new Map<number, Question<PriceStep>>();

  constructor(clock: Clock, say: Say) {
    this.#clock = clock;
    this.#say = say;
  }

  /** The permanent numbers of all that are open, as {@link listed} was told them. */
  openOrders(): Promise<readonly string[]> {
    this.#openOrders ??= this.#ask(
      'the open orders',
      (encoder) => encoder.reqAllOpenOrders(),
      () => {
        this.#openOrders = null;
      },
    );
    return this.#openOrders.answer;
  }

  isListing(): boolean {
    return this.#openOrders !== null;
  }

  listed(venueOrderId: string): void {
    this.#openOrders?.add(venueOrderId);
  }

  completedOrders(): Promise<readonly CompletedItem[]> {
    this.#completed ??= this.#ask(
      'the completed orders',
      (encoder) => encoder.reqCompletedOrders(false),
      () => {
        this.#completed = null;
      },
    );
    return this.#completed.answer;
  }

  /** All that TWS still tells of: those since its midnight. */
  executions(account: string): Promise<readonly ExecutionItem[]> {
    const write = (id: number) => (encoder: Encoder) => encoder.reqExecutions(id, { acctCode: account });
    return this.#askNumbered('the executions', this.#executions, write);
  }

  positions(): Promise<readonly PositionItem[]> {
    this.#positions ??= this.#ask(
      'the positions',
      (encoder) => encoder.reqPositions(),
      () => {
        this.#positions = null;
        this.#say(
          (encoder) => encoder.cancelPositions(),
          () => undefined,
        );
      },
    );
    return this.#positions.answer;
  }

  accountValues(): Promise<readonly AccountValue[]> {
    const write = (id: number) => (encoder: Encoder) => encoder.reqAccountSummary(id, 'All', LEDGER);
    return this.#askNumbered('the balances', this.#values, write, (id) =>
      this.#say(
        (encoder) => encoder.cancelAccountSummary(id),
        () => undefined,
      ),
    );
  }

  contracts(query: Contract): Promise<readonly ContractDetails[]> {
    const write = (id: number) => (encoder: Encoder) => encoder.reqContractDetails(id, query);
    return this.#askNumbered(`the contract of ${query.symbol ?? ''}`, this.#contracts, write);
  }

  priceSteps(ruleId: number): Promise<readonly PriceStep[]> {
    const asked = this.#rules.get(ruleId);
    if (asked) return asked.answer;
    const question = this.#ask<PriceStep>(
      'its price steps',
      (encoder) => encoder.reqMarketRule(ruleId),
      () => this.#rules.delete(ruleId),
    );
    this.#rules.set(ruleId, question);
    return question.answer;
  }

  /** Takes what answers a question; false for all else. */
  take(message: GatewayMessage): boolean {
    switch (message.kind) {
      case 'open-orders-end':
        this.#openOrders?.end();
        return true;
      case 'completed-order':
        this.#completed?.add(message);
        return true;
      case 'completed-orders-end':
        this.#completed?.end();
        return true;
      case 'execution':
        return add(this.#executions, message.requestId, message);
      case 'executions-end':
        return end(this.#executions, message.requestId);
      case 'position':
        this.#positions?.add(message);
        return true;
      case 'positions-end':
        this.#positions?.end();
        return true;
      case 'account-value':
        return add(this.#values, message.requestId, message);
      case 'account-values-end':
        return end(this.#values, message.requestId);
      case 'contract':
        return add(this.#contracts, message.requestId, message.details);
      case 'contracts-end':
        return end(this.#contracts, message.requestId);
      case 'market-rule': {
        const question = this.#rules.get(message.ruleId);
        for (const step of message.steps) question?.add(step);
        question?.end();
        return true;
      }
      case 'notice':
        return this.#refused(message.id, message.code, message.text);
      default:
        return false;
    }
  }

  failAll(error: BrokerError): void {
    this.#openOrders?.fail(error);
    this.#completed?.fail(error);
    this.#positions?.fail(error);
    for (const asked of [this.#executions, this.#values, this.#contracts, this.#rules]) {
      for (const question of [...asked.values()]) question.fail(error);
    }
  }

  #refused(id: number, code: number, text: string): boolean {
    if (id < FIRST_REQUEST_ID) return false;
    if (code === UNKNOWN_CONTRACT) return end(this.#contracts, id);
    const error = new BrokerError('unavailable', 'Interactive Brokers', `${text} (${code})`);
    for (const asked of [this.#executions, this.#values, this.#contracts]) asked.get(id)?.fail(error);
    return true;
  }

  #askNumbered<Item>(
    what: string,
    asked: Map<number, Question<Item>>,
    write: (id: number) => (encoder: Encoder) => void,
    onEnd: (id: number) => void = () => undefined,
  ): Promise<readonly Item[]> {
    const id = this.#requestId++;
    const question = this.#ask<Item>(what, write(id), () => {
      asked.delete(id);
      onEnd(id);
    });
    asked.set(id, question);
    return question.answer;
  }

  #ask<Item>(what: string, write: (encoder: Encoder) => void, onEnd: () => void): Question<Item> {
    const question = new Question<Item>(this.#clock, what);
    const fail = (reason: string) =>
      question.fail(
        new BrokerError('unavailable', 'Interactive Brokers', `${what} could not be asked for: ${reason}`),
      );
    question.answer.then(onEnd, onEnd);
    try {
      this.#say(write, fail);
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      question.fail(error);
    }
    return question;
  }
}

function add<Item>(asked: Map<number, Question<Item>>, id: number, item: Item): boolean {
  const question = asked.get(id);
  question?.add(item);
  return question !== undefined;
}

function end<Item>(asked: Map<number, Question<Item>>, id: number): boolean {
  const question = asked.get(id);
  question?.end();
  return question !== undefined;
}
