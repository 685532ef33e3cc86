import type { Command } from 'commander';
import { Option } from 'commander';
import type { EngineClient } from '#contract/rpc/connect-channel';
import type { OrderView } from '#contract/services/trading';
import { orderLine } from '#domain/orders/order-line';
import { isOpenStatus } from '#domain/orders/order-state';
import { openingText } from '#domain/orders/session-queue';
import {
  accountOption,
  type ClientOptions,
  jsonOption,
  printAnswer,
  withEngineClient,
} from '../engine-client.ts';
import { dataOption, formatOption, wholeNumberFrom } from '../options.ts';
import type { Report } from '../output.ts';
import type { Terminal } from '../terminal.ts';

interface OrdersOptions extends ClientOptions {
  readonly account?: string;
  readonly open?: true;
  readonly limit: number;
}

/** `octopus orders`: orders of one account or all, newest first. */
export function addOrdersCommand(program: Command, terminal: Terminal): void {
  program
    .command('orders')
    .description('list orders, newest first')
    .addOption(accountOption('only of this account; of all that are open unless told'))
    .addOption(new Option('--open', 'only those that may still trade'))
    .addOption(
      new Option('--limit <count>', 'at most so many').default(50).argParser(wholeNumberFrom(1, 5_000)),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nJSON: an array of orders as trading.orders answers them; amounts are decimal text.',
    )
    .action(async (options: OrdersOptions) => {
      const orders = await withEngineClient(terminal, options.data, (client) => ordersOf(client, options));
      printAnswer(terminal, options, ordersTable(orders));
    });
}

async function ordersOf(client: EngineClient, { account, open, limit }: OrdersOptions): Promise<OrderView[]> {
  const accounts =
    account === undefined ? (await client.accounts.list()).map((view) => view.account) : [account];
  const lists = await Promise.all(
    accounts.map((one) => client.trading.orders({ account: one, limit: open ? 5_000 : limit })),
  );
  return lists
    .flat()
    .filter(({ status }) => !open || isOpenStatus(status))
    .sort((a, b) => b.createdTime - a.createdTime)
    .slice(0, limit);
}

/** Orders as a table. */
export function ordersTable(orders: readonly OrderView[]): Report {
  return {
    columns: ['id', 'time', 'account', 'order', 'status', 'filled', 'average', 'reason'],
    rows: orders.map((order) => [
      order.clientOrderId,
      new Date(order.createdTime).toISOString().slice(0, 19).replace('T', ' '),
      order.account,
      orderText(order),
      order.status,
      order.filledQuantity,
      order.filledQuantity === '0' ? '' : order.averagePrice,
      order.statusReason ?? waitingText(order),
    ]),
    json: orders,
  };
}

function waitingText({ waitsUntil, status }: OrderView): string {
  return waitsUntil !== undefined && isOpenStatus(status) && waitsUntil > Date.now()
    ? `waits for the opening, ${openingText(waitsUntil)}`
    : '';
}

/** `Buy 100 GOOG stop 95.00, gtc`. */
function orderText(order: OrderView): string {
  return `${orderLine(order)}, ${order.timeInForce}`;
}
