import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { BacktestResult } from '#contract/services/backtests';
import { findBrowser, printPdf } from '#runtime/lab/print-pdf';
import { createRouter } from '#runtime/services/create-router';
import { openSampleEngine } from '#test/support/test-engine';

const OPTIONS = {
  strategy: 'sma-crossover',
  symbol: 'GOOG',
  parameters: { fast: 10, slow: 30 },
  commission: 0.001,
};

async function backtest(
  engine: Awaited<ReturnType<typeof openSampleEngine>>,
  parameters = OPTIONS.parameters,
) {
  const task = engine.orchestrator.submit({
    agent: 'backtester',
    type: 'backtest',
    data: { ...OPTIONS, parameters },
    lane: 3,
  });
  const ended = await engine.orchestrator.settled(task.id);
  expect(ended.task.error ?? '').toBe('');
  return ended.result as BacktestResult;
}

describe('backtests of the engine', () => {
  it('are kept by themselves, found, compared, named and reported over the contract', async () => {
    const engine = await openSampleEngine();
    const result = await backtest(engine);
    await backtest(engine);
    await backtest(engine, { fast: 20, slow: 50 });
    const { runs } = createRouterClient(createRouter(engine), { context: { client: 'test' } });
    const list = await runs.list({});
    expect(list.map(({ options }) => options.parameters['fast'])).toEqual([20, 10]);
    const [newest, first] = list as [(typeof list)[number], (typeof list)[number]];
    expect(first.statistics).toEqual(result.statistics);
    expect(first.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await runs.get({ run: first.id })).result.trades).toEqual(result.trades);
    expect((await runs.compare({ runs: [first.id, newest.id] })).differences.map(({ name }) => name)).toEqual(
      ['parameter fast', 'parameter slow'],
    );
    expect(await runs.rename({ run: first.id, name: 'my idea' })).toMatchObject({ name: 'my idea' });
    const sheet = await runs.tearSheet({ run: 'my idea' });
    expect(sheet.headline[0]).toMatchObject({
      id: 'returnPct',
      value: expect.closeTo(result.statistics.returnPct, 8),
    });
    const { html, fileName } = await runs.tearSheetHtml({ run: 'my idea' });
    expect(fileName).toBe(`my-idea-${first.id}.html`);
    expect(html).toContain('<h1>my idea</h1>');
    const csv = await runs.file({ run: 'my idea', kind: 'trades.csv' });
    expect(csv.fileName).toBe(`my-idea-${first.id}-trades.csv`);
    expect(Buffer.from(csv.base64, 'base64').toString().trim().split('\n')).toHaveLength(
      result.trades.length + 1,
    );
    const parquet = await runs.file({ run: 'my idea', kind: 'equity.parquet' });
    expect(Buffer.from(parquet.base64, 'base64').subarray(0, 4).toString()).toBe('PAR1');
    expect(await runs.remove({ run: 'my idea' })).toEqual({ removed: first.id });
    await expect(runs.get({ run: 'my idea' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('printing', () => {
  it('says what to do when there is no browser', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'octopus-')), 'a.pdf');
    await expect(printPdf('<p>a', path, { PATH: '', OCTOPUS_BROWSER: '/nowhere/chromium' })).rejects.toThrow(
      /no Chromium, Chrome or Edge was found; install one/,
    );
  });

  it.skipIf(findBrowser(process.env) === undefined)('gives a PDF', { timeout: 60_000 }, async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'octopus-')), 'a.pdf');
    expect(await printPdf('<!doctype html><p>words', path)).toBeGreaterThan(1_000);
    expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
