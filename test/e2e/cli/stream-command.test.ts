import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#test/support/run-cli';
import { type StreamServer, startStreamServer } from '#test/support/streams/stream-server';
import { binanceStreamVendor } from '#test/support/streams/stream-vendors';
import { suiteFolder } from '#test/support/suite-folder';

const data = `${suiteFolder()}/data`;
let server: StreamServer;
let variables: Record<string, string>;
let selling: NodeJS.Timeout;

beforeAll(async () => {
  server = await startStreamServer();
  server.answerRequests((text) => binanceStreamVendor.answer(text));
  variables = {
    OCTOPUS_BINANCE_STREAM_URL: server.url,
    OCTOPUS_BINANCE_URL: server.httpUrl,
    OCTOPUS_FINNHUB_KEY: '',
  };
  let sequence = 0;
  selling = setInterval(() => {
    sequence++;
    for (const symbol of binanceStreamVendor.subscribed(server.said))
      server.send(
        binanceStreamVendor.trade({ symbol, price: 100 + sequence, size: 1, time: Date.now(), sequence }),
      );
  }, 50);
});
afterAll(async () => {
  clearInterval(selling);
  await server.close();
});

describe('octopus stream', () => {
  it('prints what a stream tells, and keeps nothing', async () => {
    const { code, out, error } = await runCli(
      ['stream', 'BTCUSDT', '--source', 'binance', '--for', '4s', '--format', 'jsonl'],
      { data, variables },
    );
    expect({ code, error }).toEqual({
      code: 0,
      error: expect.stringMatching(/BTCUSDT: [1-9]\d* ticks taken, 0 refused/),
    });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      kind: 'quote',
      symbol: 'BTCUSDT',
      source: 'binance',
      isSimulated: false,
    });
    expect(lines.map(({ last }) => last)).toEqual([...lines.map(({ last }) => last)].sort((a, b) => a - b));
    expect(() => readdirSync(data)).toThrow('ENOENT');
  });

  it('records when told so, and takes nothing up for later', async () => {
    const { code, out } = await runCli(['stream', 'SIM:ACME', '--for', '3s', '--record'], {
      data,
      variables,
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^time +symbol +last .*\n2\d{3}-.*SIM:ACME +[\d.]+ .*simulated/);
    const ticks = await runCli(['ticks', '--format', 'json'], { data, variables });
    expect(JSON.parse(ticks.out)).toContainEqual(
      expect.objectContaining({ symbol: 'SIM:ACME', kind: 'quotes' }),
    );
  });

  it('names the variable of a missing key, the stream nobody knows, and the one that is silent', async () => {
    const [keyless, unknown, silent] = await Promise.all([
      runCli(['stream', 'AAPL', '--for', '2s'], { variables }),
      runCli(['stream', 'AAPL', '--source', 'finnhob', '--for', '2s'], { variables }),
      runCli(['stream', 'BTCUSDT', '--for', '2s'], {
        variables: { ...variables, OCTOPUS_BINANCE_STREAM_URL: 'ws://127.0.0.1:9' },
      }),
    ]);
    expect(keyless).toMatchObject({ code: 1, error: expect.stringContaining('OCTOPUS_FINNHUB_KEY') });
    expect(unknown).toMatchObject({ code: 2, error: expect.stringContaining('finnhub') });
    expect(silent.code).toBe(1);
    expect(silent.error).toMatch(/BTCUSDT: no price came/);
  });
});
