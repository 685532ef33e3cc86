import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

const data = suiteFolder();
const file = join(data, 'werte.csv');
const options = [
  '--map',
  'Tag=time,Schluss=close,Rest=ignore',
  '--date-format',
  'dmy',
  '--decimal',
  ',',
  '--delimiter',
  ';',
];

beforeAll(() => {
  writeFileSync(file, 'Tag;Schluss;Rest\n01.02.2013;10,5;x\n04.02.2013;-1;x\n05.02.2013;;x\n');
});

it('shows a file before it is imported, and stores nothing then', async () => {
  const { code, out, error } = await runCli(['import', file, '--preview', ...options], { data });
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toContain('Schluss (close)');
  expect(out).toContain('close -1 is not above zero');
  expect(out).toContain('closes; timeframe 1d');
});

it('imports by the roles and forms told, and counts every row', async () => {
  const { code, out } = await runCli(['import', file, '--symbol', 'TAG', '--format', 'json', ...options], {
    data,
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    content: 'closes',
    rowsRead: 3,
    rowsStored: 1,
    rowsBlank: 1,
    rowsQuarantined: 1,
  });
});

it('rows set aside are listed, put right and thrown away', async () => {
  const list = async (...args: string[]) =>
    JSON.parse((await runCli(['quarantine', ...args, '--format', 'json'], { data })).out);
  const { rows, total } = await list();
  expect(total).toBe(1);
  expect(await list('list', '--symbol', 'NONE')).toMatchObject({ total: 0 });
  const refused = await runCli(['quarantine', 'release', rows[0].id, '--format', 'json'], { data });
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)[0].reason).toContain('it cannot be taken as it is');
  const fixed = await runCli(['quarantine', 'fix', rows[0].id, '--raw', '04.02.2013;11,25;x'], { data });
  expect(fixed.code).toBe(0);
  expect((await runCli(['bars', 'TAG', '--format', 'csv'], { data })).out).toContain('11.25');
  expect(await list()).toMatchObject({ total: 0 });
  const gone = await runCli(['quarantine', 'discard', rows[0].id], { data });
  expect(gone.code).toBe(1);
  expect(gone.error).toContain('is in quarantine');
});

it('names the role that was misspelt', async () => {
  const { code, error } = await runCli(['import', file, '--map', 'Tag=tme'], { data });
  expect(code).toBe(2);
  expect(error).toContain('did you mean time');
});
