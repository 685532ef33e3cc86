import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitPreview } from '#contract/services/exits';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order';
import { openingText } from '#domain/orders/session-queue';
import { PRECAUTIONS } from '#domain/risk/protections/precaution-names';
import { toldNumber, toldText } from '#domain/values/told-number';
import {
  accountOption,
  type ClientOptions,
  failUnlessDone,
  jsonOption,
  printAnswer,
  withEngineClient,
} from '../engine-client.ts';
import { type ExitsArgument, exitsMeant, readExits } from '../exits-option.ts';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, parseInstant } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { addComboCommand } from './order-combo.ts';
import { ordersTable } from './orders.ts';

interface PlaceOptions extends ClientOptions {
  readonly account?: string;
  readonly type?: OrderRequest['type'];
  readonly limit?: string;
  readonly stop?: string;
  readonly trail?: string;
  readonly tif: NonNullable<OrderRequest['timeInForce']>;
  readonly until?: number;
  readonly bracket?: { readonly takeProfit?: string; readonly stopLoss?: string };
  readonly exits?: ExitsArgument;
  readonly display?: string;
  readonly postOnly?: true;
  readonly reduceOnly?: true;
  readonly accept: NonNullable<OrderRequest['acceptPrecautions']>;
  readonly nonce?: string;
  readonly preview?: true;
}

/** `octopus order buy|sell|combo|cancel|replace`. */
export function addOrderCommand(program: Command, terminal: Terminal): void {
  const group = program.command('order').description('place, change and cancel orders');
  addPlace(group, terminal, 'buy');
  addPlace(group, terminal, 'sell');
  addComboCommand(group, send, terminal);
  addCancel(group, terminal);
  addReplace(group, terminal);
}

function addPlace(group: Command, terminal: Terminal, side: 'buy' | 'sell'): void {
  group
    .command(side)
    .description(`${side}: at the market unless a price is told`)
    .argument('<quantity>', 'units', decimal)
    .argument('<symbol>', 'what')
    .addOption(
      accountOption('from this account; best is where it costs least; that of the open session unless told'),
    )
    .addOption(new Option('--limit <price>', 'no worse than this').argParser(decimal))
    .addOption(new Option('--stop <price>', 'only once the price is there').argParser(decimal))
    .addOption(new Option('--trail <distance>', 'a stop that follows: 2.5, or 2.5%').argParser(distance))
    .addOption(new Option('--type <type>', 'instead of what the prices say').choices(ORDER_TYPES))
    .addOption(new Option('--tif <validity>', 'how long').choices(TIMES_IN_FORCE).default('day'))
    .addOption(new Option('--until <date>', 'end of a gtd order').argParser(parseInstant))
    .addOption(
      new Option(
        '--bracket <target,stop>',
        'exits sent once it fills; "target," or ",stop" for one',
      ).argParser(bracket),
    )
    .addOption(
      new Option(
        '--exits <template>',
        'exits by distance: the name of a kept template, JSON, or stop=6,target=8:50,target=16:50,break-even=4:1,unit=ticks',
      ).argParser(readExits),
    )
    .addOption(new Option('--display <quantity>', 'show no more than this of it').argParser(decimal))
    .addOption(new Option('--post-only', 'never take liquidity'))
    .addOption(new Option('--reduce-only', 'never open or enlarge a position'))
    .addOption(
      new Option('--accept <precaution...>', 'what it would be held up by and is meant all the same')
        .choices(PRECAUTIONS)
        .default([], 'none'),
    )
    .addOption(new Option('--nonce <text>', 'makes a repeat of the same command the same order'))
    .addOption(new Option('--preview', 'only say what it would cost and what stands against it'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Exit code 1 when the order is refused. JSON: the order as trading.orders answers it; with --preview
{ isAccepted, refusals, precautions, value, fee, margin, buyingPowerAfter, ... }.`,
    )
    .action(async (quantity: string, symbol: string, options: PlaceOptions) => {
      const request = requestOf(side, quantity, symbol, options);
      await send(terminal, request, options);
    });
}

async function send(
  terminal: Terminal,
  request: OrderRequest,
  options: ClientOptions & Pick<PlaceOptions, 'preview' | 'exits'>,
): Promise<void> {
  const { exits } = options;
  const whole = exits ? { ...request, exits: await templateOf(exits, options, terminal) } : request;
  if (options.preview) await preview(terminal, whole, options);
  else await place(terminal, whole, options);
}

function templateOf(exits: ExitsArgument, { data }: ClientOptions, terminal: Terminal) {
  return withEngineClient(terminal, data, async (client) =>
    exitsMeant(exits, 'name' in exits ? await client.settings.get() : { exitTemplates: [] }),
  );
}

async function place(terminal: Terminal, request: OrderRequest, options: ClientOptions): Promise<void> {
  const order = await withEngineClient(terminal, options.data, (client) => client.trading.submit(request));
  printAnswer(terminal, options, { ...ordersTable([order]), json: order });
  const isRefused = order.status === 'refused' || order.status === 'rejected';
  failUnlessDone(isRefused ? [`${order.status}: ${order.statusReason ?? 'no reason given'}`] : []);
}

async function preview(terminal: Terminal, request: OrderRequest, options: ClientOptions): Promise<void> {
  const found = await withEngineClient(terminal, options.data, (client) => client.trading.preview(request));
  printAnswer(terminal, options, {
    columns: ['what', 'amount'],
    rows: previewRows(found),
    json: found,
    footer: [...routeLines(found), ...found.refusals.map((text) => `refused: ${text}`), ...acceptLine(found)],
  });
}

function previewRows(found: OrderPreview): [string, string][] {
  const accepted = found.precautions.filter(({ isAccepted }) => isAccepted);
  return [
    ['value', found.value],
    ['fee', found.fee],
    ['margin', found.margin],
    ['buying power after', found.buyingPowerAfter],
    ...(found.waitsUntil === null
      ? []
      : [['waits for the opening', openingText(found.waitsUntil)] as [string, string]]),
    ...found.exits.map((exit): [string, string] => [exit.kind, exitText(exit)]),
    ...accepted.map(({ name, text }): [string, string] => [`accepted ${name}`, text]),
    ['would be', found.isAccepted ? 'sent' : 'refused'],
  ];
}

/** The option that lets pass what is asked about. */
function acceptLine({ precautions }: OrderPreview): string[] {
  const waiting = precautions.filter(({ isAccepted }) => !isAccepted).map(({ name }) => name);
  return waiting.length === 0 ? [] : [`if it is meant: --accept ${waiting.join(' ')}`];
}

/** Which account it would go to and why, then what each would cost. */
function routeLines({ route }: OrderPreview): string[] {
  if (route === undefined) return [];
  return [
    `${route.account ?? 'no account'}: ${route.reason}`,
    ...route.candidates.map(
      ({ account, cost, costBps, refusals, reason }) =>
        `${account}: ${refusals.length > 0 ? `cannot, ${refusals.join('; ')}` : `${costText(cost, costBps)} (${reason})`}`,
    ),
  ];
}

function costText(cost: number | null, bps: number | null): string {
  if (cost === null) return 'cost not known';
  const money = `cost ${toldNumber(cost, 2)}`;
  return bps === null ? money : `${money}, ${toldNumber(bps, 2)} bps`;
}

function exitText({ quantity, price, trailAmount, breakEvenAt, breakEvenTo, profit }: ExitPreview): string {
  return [
    `${toldText(quantity)} ${price === null ? 'from the market' : `at ${toldText(price, 2)}`}`,
    ...(trailAmount === undefined ? [] : [`trailing by ${toldText(trailAmount, 2)}`]),
    ...(breakEvenAt === undefined
      ? []
      : [`to ${toldText(breakEvenTo ?? '', 2)} from ${toldText(breakEvenAt, 2)} on`]),
    ...(profit === null ? [] : [`for ${toldText(profit, 2)}`]),
  ].join(', ');
}

function addCancel(group: Command, terminal: Terminal): void {
  group
    .command('cancel')
    .description('ask for the end of an order')
    .argument('<id>', 'its id')
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .action(async (clientOrderId: string, options: ClientOptions) => {
      const order = await withEngineClient(terminal, options.data, (client) =>
        client.trading.cancel({ clientOrderId }),
      );
      printAnswer(terminal, options, { ...ordersTable([order]), json: order });
    });
}

interface ReplaceOptions extends ClientOptions {
  readonly quantity?: string;
  readonly limit?: string;
  readonly stop?: string;
  readonly trail?: string;
  readonly accept: PlaceOptions['accept'];
}

function addReplace(group: Command, terminal: Terminal): void {
  group
    .command('replace')
    .description('ask for other terms of a working order; what is not named stays')
    .argument('<id>', 'its id')
    .addOption(new Option('--quantity <units>', 'in all, what has filled included').argParser(decimal))
    .addOption(new Option('--limit <price>', 'its limit').argParser(decimal))
    .addOption(new Option('--stop <price>', 'its trigger').argParser(decimal))
    .addOption(new Option('--trail <amount>', 'its distance').argParser(decimal))
    .addOption(
      new Option('--accept <precaution...>', 'what it would be held up by and is meant all the same')
        .choices(PRECAUTIONS)
        .default([], 'none'),
    )
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .action(async (clientOrderId: string, options: ReplaceOptions) => {
      const { quantity, limit, stop, trail, accept } = options;
      const change = {
        ...(quantity === undefined ? {} : { quantity }),
        ...(limit === undefined ? {} : { limitPrice: limit }),
        ...(stop === undefined ? {} : { stopPrice: stop }),
        ...(trail === undefined ? {} : { trailAmount: trail }),
      };
      if (Object.keys(change).length === 0)
        throw new UsageError('say what to change: --quantity, --limit, --stop or --trail');
      const order = await withEngineClient(terminal, options.data, (client) =>
        client.trading.replace({ clientOrderId, ...change, acceptPrecautions: [...accept] }),
      );
      printAnswer(terminal, options, { ...ordersTable([order]), json: order });
    });
}

function requestOf(
  side: 'buy' | 'sell',
  quantity: string,
  symbol: string,
  options: PlaceOptions,
): OrderRequest {
  const { account, limit, stop, trail, tif, until, display, accept } = options;
  if (tif === 'gtd' && until === undefined) throw new UsageError('--tif gtd needs --until');
  const trailing =
    trail === undefined
      ? {}
      : trail.endsWith('%')
        ? { trailPercent: trail.slice(0, -1) }
        : { trailAmount: trail };
  return {
    symbol,
    side,
    quantity,
    type: options.type ?? typeOf(options),
    timeInForce: until === undefined ? tif : 'gtd',
    ...(account === undefined ? {} : { account }),
    ...(limit === undefined ? {} : { limitPrice: limit }),
    ...(stop === undefined ? {} : { stopPrice: stop }),
    ...trailing,
    ...(until === undefined ? {} : { expireTime: until }),
    ...(display === undefined ? {} : { displayQuantity: display }),
    ...(options.postOnly ? { isPostOnly: true } : {}),
    ...(options.reduceOnly ? { isReduceOnly: true } : {}),
    ...(options.bracket === undefined ? {} : { bracket: options.bracket }),
    ...(accept.length === 0 ? {} : { acceptPrecautions: [...accept] }),
    nonce: options.nonce ?? randomUUID(),
  };
}

function typeOf({ limit, stop, trail }: PlaceOptions): OrderRequest['type'] {
  if (trail !== undefined) return limit === undefined ? 'trailing-stop' : 'trailing-stop-limit';
  if (stop !== undefined) return limit === undefined ? 'stop' : 'stop-limit';
  return limit === undefined ? 'market' : 'limit';
}

function decimal(text: string): string {
  if (/^\d+(\.\d{1,8})?$/.test(text)) return text;
  if (/^\d+\.\d+$/.test(text))
    throw new InvalidArgumentError(
      'It has more than 8 digits behind the point, finer than any amount is kept.',
    );
  throw new InvalidArgumentError('It must be a decimal number above zero, such as 12.5.');
}

function distance(text: string): string {
  return text.endsWith('%') ? `${decimal(text.slice(0, -1))}%` : decimal(text);
}

function bracket(text: string): NonNullable<PlaceOptions['bracket']> {
  const [target, stop, ...more] = text.split(',');
  if (more.length > 0 || (!target && !stop))
    throw new InvalidArgumentError('It must read target,stop such as 110,95.');
  return {
    ...(target ? { takeProfit: decimal(target) } : {}),
    ...(stop ? { stopLoss: decimal(stop) } : {}),
  };
}
