import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { suiteFolder } from '#test/support/suite-folder';

const data = suiteFolder();
const prices = join(data, 'acme.csv');
const ROWS = Array.from({ length: 60 }, (_, i) => {
  const close = 100 + Math.round(10 * Math.sin(i / 4));
  const date = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
  return `${date},${close},${close + 1},${close - 1},${close},100`;
});
writeFileSync(prices, `date,open,high,low,close,volume\n${ROWS.join('\n')}\n`);

/** What a stranger does from an empty folder to a figure. */
describe('octopus strategy', { timeout: 60_000 }, () => {
  it('writes, lists, checks and tests a strategy of one file', async () => {
    const made = await runCli(['strategy', 'new', 'my-idea'], { data });
    expect(made).toMatchObject({ code: 0, out: `${join(data, 'strategies', 'my-idea.ts')}\n` });
    expect(readFileSync(join(data, 'strategies', 'octopus.d.ts'), 'utf8')).toContain(
      "declare module 'octopus'",
    );
    const listed = await runCli(['strategy', 'list', '--format', 'json'], { data });
    expect(JSON.parse(listed.out)).toEqual(['my-idea']);
    const checked = await runCli(['strategy', 'check', 'my-idea', '--format', 'json'], { data });
    expect(JSON.parse(checked.out)).toMatchObject({ name: 'My idea', isCausal: true });
    const parameters = ['--param', 'fast=3', '--param', 'slow=8', '--format', 'json'];
    const tested = await runCli(['strategy', 'test', 'my-idea', prices, ...parameters], { data });
    expect(tested.code).toBe(0);
    const result = JSON.parse(tested.out);
    expect(result).toMatchObject({ bars: 60, symbol: 'ACME', parameters: { fast: 3, slow: 8, stopPct: 8 } });
    const path = join(data, 'strategies', 'my-idea.ts');
    const same = await runCli(['backtest', prices, '--strategy', path, ...parameters], { data });
    expect(JSON.parse(same.out).orderListHash).toBe(result.orderListHash);
    const byName = await runCli(['backtest', prices, '--strategy', 'my-idea', ...parameters], { data });
    expect(JSON.parse(byName.out).orderListHash).toBe(result.orderListHash);
    const out = join(data, 'sheet.html');
    const sheet = ['tearsheet', prices, '--strategy', 'my-idea', '--out', out, ...parameters];
    const written = await runCli(sheet, { data });
    expect(JSON.parse(written.out).sheet.name).toContain('my-idea');
    expect(JSON.parse(written.out).sheet.verdict.sentence).toMatch(/\w/);
    expect(readFileSync(out, 'utf8')).not.toContain('Look-ahead was not checked');
    const ranges = ['--param', 'fast=2:6', '--param', 'slow=8'];
    const swept = await runCli(['sweep', prices, '--strategy', 'my-idea', ...ranges], { data });
    expect(JSON.parse(swept.out)).toMatchObject({ combinations: 5, strategy: 'my-idea' });
  });

  it('names the file and line of what is wrong', async () => {
    const path = join(data, 'wrong.ts');
    writeFileSync(
      path,
      `import { defineStrategy } from 'octopus';
export default defineStrategy({
  name: 'Wrong',
  onBar(context) {
    if (context.bars === 40) context.close(-1);
  },
});
`,
    );
    const failed = await runCli(['strategy', 'test', path, prices], { data });
    expect(failed.code).toBe(1);
    expect(failed.error).toContain('wrong.ts line 5: strategy "Wrong" failed in onBar at ACME 2024-02-09');
    expect(failed.error).toContain('LookAheadError');
    const bad = await runCli(['strategy', 'check', 'nobody'], { data });
    expect(bad.code).toBe(2);
    expect(bad.error).toContain('unknown strategy file "nobody"');
  });
});
