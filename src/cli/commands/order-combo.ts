import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { OrderRequest } from '#contract/services/trading';
import { comboSymbol } from '#domain/orders/combo';
import type { OrderLeg } from '#domain/orders/order';
import { parseLegs } from '#domain/orders/parse-legs';
import { PRECAUTIONS } from '#domain/risk/protections/precaution-names';
import { accountOption, type ClientOptions, jsonOption } from '../engine-client.ts';
import { dataOption, formatOption } from '../options.ts';
import type { Terminal } from '../terminal.ts';

interface ComboOptions extends ClientOptions {
  readonly account?: string;
  readonly limit?: string;
  readonly tif: 'day' | 'gtc';
  readonly accept: NonNullable<OrderRequest['acceptPrecautions']>;
  readonly nonce?: string;
  readonly preview?: true;
}

/** `octopus order combo`: several legs in one order, which `send` places or previews. */
export function addComboCommand(
  group: Command,
  send: (terminal: Terminal, request: OrderRequest, options: ComboOptions) => Promise<void>,
  terminal: Terminal,
): void {
  group
    .command('combo')
    .description('several legs in one order: at the market unless a net price is told')
    .argument('<quantity>', 'combinations', whole)
    .argument('<legs>', 'buy 1 AAPL 2026-12-18 150 C, sell 1 AAPL 2026-12-18 160 C', legsOf)
    .addOption(
      accountOption('from this account; best is where it costs least; that of the open session unless told'),
    )
    .addOption(
      new Option('--limit <net>', 'pay no more than this; -1.25 to receive at least 1.25').argParser(net),
    )
    .addOption(new Option('--tif <validity>', 'how long').choices(['day', 'gtc']).default('day'))
    .addOption(
      new Option('--accept <precaution...>', 'what it would be held up by and is meant all the same')
        .choices(PRECAUTIONS)
        .default([], 'none'),
    )
    .addOption(new Option('--nonce <text>', 'makes a repeat of the same command the same order'))
    .addOption(new Option('--preview', 'only say what it would cost, tie up, and what stands against it'))
    .addOption(dataOption())
    .addOption(formatOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nOptions may be named by their OSI symbol: buy 1 AAPL261218C00150000.')
    .action(async (quantity: string, legs: readonly OrderLeg[], options: ComboOptions) => {
      const { account, limit, tif, accept, nonce = randomUUID() } = options;
      const request: OrderRequest = {
        symbol: comboSymbol(legs),
        legs,
        side: 'buy',
        type: limit === undefined ? 'market' : 'limit',
        quantity,
        timeInForce: tif,
        ...(limit === undefined ? {} : { limitPrice: limit }),
        ...(account === undefined ? {} : { account }),
        ...(accept.length === 0 ? {} : { acceptPrecautions: [...accept] }),
        nonce,
      };
      await send(terminal, request, options);
    });
}

function whole(text: string): string {
  if (/^[1-9]\d*$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

function net(text: string): string {
  if (/^-?\d+(\.\d{1,8})?$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a decimal number, such as 2.35 or -1.25.');
}

function legsOf(text: string): readonly OrderLeg[] {
  try {
    const legs = parseLegs(text);
    if (legs.length < 2) throw new RangeError('it has fewer than two legs, parted by commas');
    return legs;
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
