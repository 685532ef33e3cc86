import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createKeyringSecretStore } from '#adapters/secrets/keyring/keyring-secret-store';
import { secretVariable } from '#engine/ports/secret-store';
import { hasSecretService, runWithSecretService } from '../../../support/secret-service.ts';

describe.skipIf(!hasSecretService)('with a Secret Service (dbus-run-session and gnome-keyring)', () => {
  test('secrets outlive the store, belong to one account, go before variables, and lie nowhere in plain text', () => {
    const { home, text, problems } = runWithSecretService('keyring-session.ts');
    expect(JSON.parse(text || problems)).toEqual({
      state: { kind: 'keychain', name: 'Secret Service', problem: null },
      before: null,
      after: ['kept-in-the-keychain', 'of-another-account'],
      deleted: [true, false],
      withoutIt: 'from-the-environment',
    });
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain('of-another-account');
  });
});

describe.skipIf(process.platform !== 'linux')('without a Secret Service', () => {
  // The library asks for the bus by the variables of its process: another one has none.
  const answer = (environment: Readonly<Record<string, string>>) => {
    const module = new URL(
      '../../../../src/adapters/secrets/keyring/keyring-secret-store.ts',
      import.meta.url,
    );
    const script = `
      const { createKeyringSecretStore } = await import(${JSON.stringify(module.href)});
      const store = createKeyringSecretStore({ environment: process.env, platform: 'linux' });
      const name = { owner: 'alpaca', account: 'main', field: 'secretKey' };
      const refused = async (work) => work.then(() => null, ({ code, message }) => ({ code, message }));
      console.log(JSON.stringify({
        state: await store.describe(),
        value: await store.get(name),
        set: await refused(store.set(name, 'a-secret-to-keep')),
        deleted: await refused(store.delete(name)),
      }));`;
    const text = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('../../../../', import.meta.url)),
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: '/nowhere',
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
        ...environment,
      },
    });
    return JSON.parse(text);
  };

  test('variables are read, nothing can be kept, and the sentence says what to do', () => {
    const { state, value, set, deleted } = answer({ OCTOPUS_ALPACA_SECRET_KEY: ' from-the-environment ' });
    expect(value).toBe('from-the-environment');
    expect(state).toMatchObject({ kind: 'environment', name: 'environment variables' });
    expect(state.problem).toMatch(
      /Secret Service does not answer \(.+\); install and unlock one \(gnome-keyring or KWallet\)/,
    );
    expect(set).toMatchObject({
      code: 'STORE_READ_ONLY',
      message: expect.stringContaining('the secret is not kept'),
    });
    expect(set.message).not.toContain('a-secret-to-keep');
    expect(deleted).toMatchObject({ code: 'STORE_READ_ONLY' });
  });

  test('with neither it says so', () => {
    expect(answer({ OCTOPUS_DATA: '/tmp' })).toMatchObject({ state: { kind: 'none' }, value: null });
  });
});

test('a keychain that never answers, as one that waits for its password, holds nothing up for ever', async () => {
  const store = createKeyringSecretStore({ environment: {}, platform: process.platform, answerLimitMs: 0 });
  expect(await store.get({ owner: 'alpaca', account: '', field: 'keyId' })).toBeNull();
  expect((await store.describe()).problem).toContain('does not answer');
});

test.each([
  ['alpaca', 'keyId', 'OCTOPUS_ALPACA_KEY_ID'],
  ['interactive-brokers', 'apiKey', 'OCTOPUS_INTERACTIVE_BROKERS_API_KEY'],
  ['alpha-vantage', 'key', 'OCTOPUS_ALPHA_VANTAGE_KEY'],
])('the variable of %s %s is %s', (owner, field, variable) => {
  expect(secretVariable({ owner, field })).toBe(variable);
});
