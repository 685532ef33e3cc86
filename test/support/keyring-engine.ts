import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { openEngine } from '#runtime/engine/open-engine';
import { createNodeProcessHost } from '#runtime/processes/node-process-host';
import { startBinanceVenue } from './brokers/binance-venue.ts';

/** An engine whose person connects an account at Binance, with the keychain there is; prints all that it answers. */
const [apiKey = '', secret = ''] = process.argv.slice(2);
const venue = await startBinanceVenue(() => Date.now(), { apiKey, secret });
venue.setBalances([{ currency: 'USD', cash: 1_000_00000000n, buyingPower: null, equity: null }]);
const { engine, router } = await openEngine({
  dataFolder: join(process.env['HOME'] ?? '', 'data'),
  host: 'command-line',
  processHost: createNodeProcessHost(),
  isSessionWanted: false,
});
const client = createRouterClient(router, { context: { client: 'test' } });
const answers: unknown[] = [];
const until = async (kind: string): Promise<void> => {
  const isSo = async (): Promise<boolean> => (await client.accounts.list())[0]?.connection?.kind === kind;
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};
answers.push(
  await engine.accounts.connect({
    account: 'coins',
    broker: 'binance',
    environment: 'paper',
    fields: { apiKey, secret, currency: 'USD' },
    addresses: venue.addresses,
  }),
);
await until('ready');
// What cannot be read and what is refused are where a key would slip out.
venue.say(`nobody reads ${apiKey} and ${secret}`);
venue.endLogin?.();
answers.push(await client.accounts.reconcile({ account: 'coins' }).catch((error: unknown) => String(error)));
await until('needs-login');
answers.push(await client.accounts.list(), await client.accounts.brokers(), await client.settings.get());
answers.push(await client.journal.records({ limit: 500 }));
await engine.stop();
await venue.close();
process.stdout.write(JSON.stringify(answers, (_, value) => (typeof value === 'bigint' ? `${value}` : value)));
process.exit();
