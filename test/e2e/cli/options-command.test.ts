import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OptionChainView } from '#contract/services/options';
import { runCli } from '#test/support/run-cli';
import { temporaryFolder } from '#test/support/temporary-folder';

const FILE = `symbol,quote_datetime,expiration,strike,type,bid,ask,underlying_price
IBM,2026-11-20 15:59,2026-12-18,150,C,6.2,6.4,151
IBM,2026-11-20 15:59,2026-12-18,150,P,4.6,4.8,151
IBM,2026-11-20 15:59,2026-12-18,160,P,15.9,16.1,151
IBM,2026-11-20 15:59,2026-12-18,160,C,2.1,2.2,151
IBM,2026-11-20 15:59,2026-12-18,170,C,9.0,8.0,151
`;

// Would catch: a chain whose source, assumptions or faults a person at the command line is not told.
test('a chain is kept from a file and printed with what it rests on', async () => {
  const data = temporaryFolder();
  const path = join(data, 'ibm.csv');
  writeFileSync(path, FILE);
  const first = await runCli(['options', 'ibm', '--import', path], { data });
  expect(first.error).toContain('IBM: 4 contracts of 1 expirations');
  expect(first.error).toContain('ibm.csv line 6: bid 9 is above ask 8 (row set aside)');
  expect(first.out).toContain('150 *');
  expect(first.out).toContain('rate 4.00 % (assumed: DGS3MO is not stored)');
  expect(first.out).toContain('160: call less put can be bought at');
  const { out } = await runCli(['options', 'IBM', '--strikes', '1', '--rate', '5', '--json'], { data });
  const chain = JSON.parse(out) as OptionChainView;
  expect(chain).toMatchObject({ source: { id: 'imported' }, assumptions: { ratePct: 5 }, strikesListed: 2 });
  expect(chain.rows).toHaveLength(1);
});
