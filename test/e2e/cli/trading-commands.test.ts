import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AccountView, KillReport } from '#contract/services/accounts';
import type { OrderView } from '#contract/services/trading';
import { openEngine } from '#runtime/engine/open-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { quietLog } from '#test/support/quiet-log';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';
import { temporaryFolder } from '#test/support/temporary-folder';

const data = join(suiteFolder(), 'data');
const json = async <Answer>(args: readonly string[], folder = data): Promise<Answer> => {
  const { code, out, error } = await runCli([...args, '--json'], { data: folder });
  expect({ args, code, error }).toEqual({ args, code: 0, error: '' });
  return JSON.parse(out) as Answer;
};

beforeAll(async () => {
  await json(['accounts', 'open-paper', 'desk', '--cash', '5000']);
});

describe('a folder that no Octopus works in', () => {
  it('lists its accounts, stops them all, and lets them trade again', async () => {
    const [view] = await json<AccountView[]>(['accounts', 'list']);
    expect(view).toMatchObject({ account: 'desk', cash: '5000', tradingState: 'active' });
    const reports = await json<KillReport[]>(['halt', '--step', 'flatten', '--reason', 'enough']);
    expect(reports).toEqual([
      {
        account: 'desk',
        tradingState: 'reducing',
        cancelled: 0,
        flattened: [],
        waiting: [],
        openOrders: [],
        held: [],
        notDone: [],
      },
    ]);
    const listed = await runCli(['accounts', 'list'], { data });
    expect(listed.out).toMatch(/desk +Paper +paper +cash +reducing/);
    expect(await json<AccountView[]>(['halt', '--resume', '--account', 'desk'])).toMatchObject([
      { tradingState: 'active', whyClosed: null },
    ]);
    expect(await json<OrderView[]>(['orders'])).toEqual([]);
  });

  it.each([
    [['order', 'buy', '1', 'NONE'], 'no session is open'],
    [['order', 'buy', '1', 'NONE', '--account', 'desk'], 'unknown symbol "NONE"'],
    [['order', 'buy', 'one', 'NONE'], 'It must be a decimal number'],
    [['order', 'buy', '1', 'NONE', '--tif', 'gtd'], '--tif gtd needs --until'],
    [['order', 'buy', '1', 'NONE', '--bracket', '1,2,3'], 'It must read target,stop'],
    [['order', 'cancel', 'NONE'], 'no order NONE'],
    [['order', 'replace', 'NONE'], 'say what to change'],
    [['order', 'sel', '1', 'X'], 'did you mean sell'],
    [['halt', '--account', 'desc'], 'desc'],
    [['halt', '--resume', '--account', 'desc'], 'no account desc is open; open are desk'],
    [['halt', '--step', 'panic'], 'panic'],
    [['reconcile'], 'no account is at a broker'],
    [['reconcile', '--account', 'desk'], 'desk is on the simulated venue'],
    [['reconcile', '--decide', 'X'], '--decide takes an order and one of'],
    [['reconcile', '--decide', 'X', 'never-arrived'], 'no order X waits for a decision'],
    [['accounts', 'connect', 'a', '--broker', 'alpca'], 'did you mean alpaca'],
    [
      ['accounts', 'connect', 'a', '--broker', 'alpaca', '--field', 'secretKey=x'],
      'secretKey is secret and no argument',
    ],
    [['accounts', 'allow-live', 'desk'], 'confirm it with --phrase'],
    [['accounts', 'allow-live', 'desk', '--phrase', 'yes'], 'nothing was allowed'],
    [['accounts', 'allow-live', 'desk', '--phrase', 'trade desk with real money'], 'desk trades no money'],
  ])('refuses %j with a sentence', { timeout: 60_000 }, async (args, message) => {
    const { code, error, out } = await runCli(args, { data });
    expect(code).toBeGreaterThan(0);
    expect(error).toContain(message);
    expect(out).toBe('');
  });
});

describe('a folder that an Octopus works in', () => {
  it('is spoken to while it runs: orders from the command line are its own', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder();
    const { engine } = await openEngine({
      dataFolder: folder,
      host: 'server',
      processHost: createNodeProcessHost(),
      log: quietLog(),
    });
    onTestFinished(() => engine.stop());
    const session = engine.keeper.require();
    session.pause();
    const place = ['order', 'buy', '3', 'AAPL', '--limit', '2000', '--tif', 'gtc'];
    const preview = await json<{ isAccepted: boolean; refusals: string[] }>([...place, '--preview'], folder);
    expect(preview).toMatchObject({ isAccepted: false, value: '6000' });
    expect(preview.refusals[0]).toContain('beyond the collar');

    const last = session.book.lastPrice('AAPL')!;
    const limit = (last * 0.97).toFixed(2);
    const bought = await json<OrderView>(
      ['order', 'buy', '3', 'AAPL', '--limit', limit, '--tif', 'gtc'],
      folder,
    );
    expect(engine.journal.projection.order(bought.clientOrderId)).toMatchObject({
      status: 'working',
      origin: 'person',
    });
    expect(await json<OrderView[]>(['orders', '--open'], folder)).toMatchObject([
      { clientOrderId: bought.clientOrderId, limitPrice: String(Number(limit)) },
    ]);
    const ended = await json<OrderView>(['order', 'cancel', bought.clientOrderId], folder);
    expect(ended.status).toBe('cancelled');
    const [report] = await json<KillReport[]>(['halt'], folder);
    expect(report).toMatchObject({ account: session.account, tradingState: 'halted' });
    expect(session.state().tradingState).toBe('halted');
    const refused = await runCli(['order', 'buy', '1', 'AAPL'], { data: folder });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.error).toContain('trading is halted');
  });

  it('lets nobody in without its token, which only its owner can read', async () => {
    const folder = temporaryFolder();
    const { engine } = await openEngine({
      dataFolder: folder,
      host: 'server',
      processHost: createNodeProcessHost(),
      log: quietLog(),
      isSessionWanted: false,
    });
    onTestFinished(() => engine.stop());
    const [token, door] = ['door-token', 'octopus.sock'].map((name) => join(folder, name));
    for (const file of [token!, door!]) expect(statSync(file).mode & 0o077).toBe(0);
    const script = `const s = require('node:net').connect(${JSON.stringify(door)}, () => s.write('wrong\\n{"i":"1"}\\n'));
      s.on('data', (d) => console.log('answered', String(d))); s.on('close', () => console.log('closed'));`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = (await child.stdout.toArray()).map(String).join('');
    expect(said).toBe('closed\n');
    await engine.stop();
    expect(existsSync(token!)).toBe(false);
  });
});
