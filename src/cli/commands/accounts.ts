import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AccountView, BrokerView } from '#contract/services/accounts';
import { VENUE_PROFILES } from '#domain/orders/venue-profiles';
import { ACCOUNT_TYPES, type AccountType } from '#domain/portfolio/account-rules';
import { BORROW_STATUSES } from '#domain/portfolio/borrow-list';
import { formatDecimal, parseDecimal } from '#domain/values/decimal';
import { unknownName } from '#domain/values/nearest-names';
import { secretVariable } from '#engine/ports/secret-store';
import { askLine, askSecret } from '../ask.ts';
import { type ClientOptions, jsonOption, printAnswer, withEngineClient } from '../engine-client.ts';
import { UsageError } from '../failure.ts';
import { dataOption, formatOption, wholeNumberFrom } from '../options.ts';
import type { Report } from '../output.ts';
import type { Terminal } from '../terminal.ts';

/** `octopus accounts list|open-paper|borrow|connect|disconnect|allow-live`. */
export function addAccountsCommand(program: Command, terminal: Terminal): void {
  const group = program.command('accounts').description('accounts that orders are sent from');
  const add: Add = (name, description, isDefault = false) =>
    group
      .command(name, { isDefault })
      .description(description)
      .addOption(dataOption())
      .addOption(formatOption())
      .addOption(jsonOption());
  addList(add, terminal);
  addOpenPaper(add, terminal);
  addBorrow(add, terminal);
  addConnect(add, terminal);
  addDisconnect(add, terminal);
  addAllowLive(add, terminal);
}

type Add = (name: string, description: string, isDefault?: boolean) => Command;

function addList(add: Add, terminal: Terminal): void {
  add('list', 'accounts that are open, with what holds them', true)
    .addHelpText('after', '\nJSON: an array of accounts as accounts.list answers them.')
    .action(async (options: ClientOptions) => {
      const views = await withEngineClient(terminal, options.data, (client) => client.accounts.list());
      printAnswer(terminal, options, accountsTable(views));
    });
}

function addOpenPaper(add: Add, terminal: Terminal): void {
  add('open-paper', 'open an account on the simulated venue that trades at live prices')
    .argument('<name>', 'small letters, digits and hyphens')
    .addOption(new Option('--cash <amount>', 'what it begins with').default('100000'))
    .addOption(new Option('--currency <code>', 'three letters').default('USD'))
    .addOption(
      new Option('--type <type>', 'cash, or margin: the venue lends money and shares')
        .choices(ACCOUNT_TYPES)
        .default('cash'),
    )
    .addOption(
      new Option('--venue <profile>', 'whose costs, margin and delay; plain unless named').choices(
        VENUE_PROFILES.map(({ id }) => id),
      ),
    )
    .addOption(
      new Option('--fills <from>', 'what orders meet: books where the live market tells them, or ticks alone')
        .choices(['books', 'ticks'])
        .default('books'),
    )
    .action(async (account: string, { cash, currency, type, venue, fills, ...options }: PaperOptions) => {
      const view = await withEngineClient(terminal, options.data, (client) =>
        client.accounts.openPaper({
          account,
          cash,
          currency,
          type,
          fills,
          ...(venue === undefined ? {} : { venue }),
        }),
      );
      printAnswer(terminal, options, accountsTable([view]));
    });
}

interface PaperOptions extends ClientOptions {
  readonly cash: string;
  readonly currency: string;
  readonly type: AccountType;
  readonly venue?: string;
  readonly fills: 'books' | 'ticks';
}

interface BorrowOptions extends ClientOptions {
  readonly available?: number;
  readonly rate?: number;
}

function addBorrow(add: Add, terminal: Terminal): void {
  add('borrow', 'list what of a symbol can be sold short in a margin account on paper')
    .argument('<name>', 'the account')
    .argument('<symbol>', 'such as GME')
    .argument('<status>', `${BORROW_STATUSES.join(', ')}`)
    .addOption(new Option('--available <units>', 'of a hard one, how many').argParser(wholeNumberFrom(0)))
    .addOption(new Option('--rate <fraction>', 'a year, of the value: 0.25 is 25 %').argParser(fraction))
    .action(async (account: string, symbol: string, given: string, options: BorrowOptions) => {
      const status = BORROW_STATUSES.find((one) => one === given);
      if (!status) throw new UsageError(unknownName('status', given, BORROW_STATUSES));
      const { available, rate } = options;
      if (status === 'hard' && available === undefined)
        throw new UsageError('say how many can be borrowed: --available UNITS');
      const view = await withEngineClient(terminal, options.data, (client) =>
        client.accounts.setBorrowing({
          account,
          symbol,
          status,
          ...(available === undefined ? {} : { available }),
          ...(rate === undefined ? {} : { borrowRate: rate }),
        }),
      );
      printAnswer(terminal, options, accountsTable([view]));
    });
}

function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 10) return value;
  throw new InvalidArgumentError('It must be a fraction from 0 to 10.');
}

interface ConnectOptions extends ClientOptions {
  readonly broker: string;
  readonly environment: 'paper' | 'live';
  readonly field: Readonly<Record<string, string>>;
}

function addConnect(add: Add, terminal: Terminal): void {
  add('connect', 'connect an account at a broker; secrets are asked for, never given as arguments')
    .argument('<name>', 'small letters, digits and hyphens')
    .addOption(new Option('--broker <id>', 'alpaca, interactive-brokers, ...').makeOptionMandatory())
    .addOption(new Option('--environment <kind>', 'which').choices(['paper', 'live']).default('paper'))
    .addOption(
      new Option('--field <name=value>', 'a field that is not secret; may be repeated')
        .default({}, 'each field has its own')
        .argParser(addField),
    )
    .addHelpText(
      'after',
      `
A secret is read from the variable OCTOPUS_BROKER_FIELD (OCTOPUS_ALPACA_SECRET_KEY), or asked for on the terminal without
being shown. It goes to the operating system's keychain and nowhere else.`,
    )
    .action(async (account: string, options: ConnectOptions) => {
      const { environment } = options;
      const view = await withEngineClient(terminal, options.data, async (client) => {
        const broker = brokerOf(await client.accounts.brokers(), options.broker);
        const fields = await fieldsOf(broker, options.field);
        return client.accounts.connect({ account, broker: broker.id, environment, fields });
      });
      printAnswer(terminal, options, accountsTable([view]));
    });
}

function brokerOf(brokers: readonly BrokerView[], id: string): BrokerView {
  const found = brokers.find((one) => one.id === id || one.aliases.some((alias) => alias.id === id));
  if (found) return found;
  throw new UsageError(
    unknownName(
      'broker',
      id,
      brokers.map((one) => one.id),
    ),
  );
}

/** What is not secret from the arguments, what is from variables or the terminal. */
async function fieldsOf(
  broker: BrokerView,
  given: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  const open = broker.fields.filter(({ isSecret }) => !isSecret).map(({ name }) => name);
  for (const [name, value] of Object.entries(given)) {
    if (broker.fields.some((field) => field.name === name && field.isSecret))
      throw new UsageError(`${name} is secret and no argument: leave it out, and it is asked for`);
    if (!open.includes(name)) throw new UsageError(unknownName('field', name, open));
    fields[name] = value;
  }
  for (const { name, label, isSecret, isRequired, default: usual } of broker.fields) {
    if (isSecret) {
      // Where no keychain answers, the engine reads the variable itself and nothing may be kept.
      if (broker.secrets.kind === 'environment') continue;
      const variable = secretVariable({ owner: broker.id, field: name });
      const otherwise = `set ${variable}: there is no terminal to ask for the ${label} on`;
      const value = process.env[variable] ?? (isRequired ? await askSecret(label, otherwise) : '');
      if (value !== '') fields[name] = value;
    } else if (isRequired && usual === undefined && !(name in fields))
      fields[name] = await askLine(`${label}: `, `give the ${label} with --field ${name}=...`);
  }
  return fields;
}

function addField(text: string, previous: unknown): Record<string, string> {
  const match = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(text);
  if (!match) throw new InvalidArgumentError('It must read name=value.');
  return { ...(previous as Record<string, string>), [match[1]!]: match[2]! };
}

function addDisconnect(add: Add, terminal: Terminal): void {
  add(
    'disconnect',
    'close the line of an account and forget its secrets; orders and fills stay in the journal',
  )
    .argument('<name>', 'the account')
    .action(async (account: string, options: ClientOptions) => {
      const view = await withEngineClient(terminal, options.data, (client) =>
        client.accounts.disconnect({ account }),
      );
      printAnswer(terminal, options, accountsTable([view]));
    });
}

function addAllowLive(add: Add, terminal: Terminal): void {
  add('allow-live', 'allow an account to trade real money, or take it back')
    .argument('<name>', 'the account')
    .addOption(new Option('--phrase <text>', 'the confirmation, in the place of typing it'))
    .addOption(new Option('--off', 'take it back').conflicts('phrase'))
    .action(async (account: string, options: ClientOptions & { phrase?: string; off?: true }) => {
      const wanted = `trade ${account} with real money`;
      const phrase = options.off
        ? ''
        : (options.phrase ??
          (await askLine(`Type "${wanted}": `, `confirm it with --phrase "${wanted}"`)).trim());
      if (!options.off && phrase !== wanted)
        throw new UsageError(`nothing was allowed: the confirmation is "${wanted}", exactly`);
      const view = await withEngineClient(terminal, options.data, (client) =>
        client.accounts.allowLive({ account, phrase }),
      );
      printAnswer(terminal, options, accountsTable([view]));
    });
}

function accountsTable(views: readonly AccountView[]): Report {
  return {
    columns: [
      'account',
      'broker',
      'kind',
      'type',
      'line',
      'trading',
      'cash',
      'equity',
      'buying power',
      'margin %',
      'interest',
      'open',
      'held',
      'why closed',
    ],
    rows: views.map((view) => [
      view.account,
      view.brokerName,
      view.environment === 'live' && !view.isLiveAllowed ? 'live, not allowed' : view.environment,
      view.type ?? '',
      view.connection?.kind ?? '',
      view.tradingState,
      view.cash,
      view.equity,
      view.buyingPower,
      view.margin?.usePct ?? '',
      view.margin ? financingText(view.margin) : '',
      view.openOrders,
      view.positions,
      view.whyClosed,
    ]),
    decimals: 2,
    json: views,
  };
}

/** What was paid for what was lent: interest and borrow fees together. */
function financingText({ interestPaid, borrowFeesPaid }: NonNullable<AccountView['margin']>): string {
  return formatDecimal(parseDecimal(interestPaid) + parseDecimal(borrowFeesPaid));
}
