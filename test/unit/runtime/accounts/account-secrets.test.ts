import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasSecretService, runWithSecretService } from '../../../support/secret-service.ts';

const KEYS = ['key-of-an-account-4f1c0e', 'secret-of-an-account-9b7d22'];

test.skipIf(!hasSecretService)(
  'with a Secret Service, the keys of an account are in the keychain: not in the journal, the log, the settings, an answer or any file',
  () => {
    const { home, text, problems } = runWithSecretService('keyring-engine.ts', KEYS);
    expect(text, problems).toContain('"needs-login"');
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['engine.log', 'login.keyring']));
    for (const key of KEYS) {
      expect(text).not.toContain(key);
      expect(problems).not.toContain(key);
      for (const { parentPath, name } of files)
        expect(readFileSync(join(parentPath, name), 'latin1').includes(key), name).toBe(false);
    }
  },
);
