import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface InstallerConfig {
  readonly files: readonly { readonly filter: readonly string[] }[];
  readonly extraResources: readonly { readonly from: string; readonly to: string }[];
  readonly publish: null;
  readonly npmRebuild: boolean;
  readonly linux: { readonly icon: string; readonly target: readonly string[] };
  readonly mac: { readonly icon: string };
  readonly win: { readonly icon: string };
}

/** electron-builder's own reader and checker of its configuration, reached by path because it exports neither. */
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'))(
  'app-builder-lib/out/util/config/config.js',
) as {
  getConfig(root: string, path: string, overrides: null): Promise<InstallerConfig>;
  validateConfiguration(config: object, log: { add(): void; isEnabled: boolean }): Promise<void>;
};
const readConfig = (): Promise<InstallerConfig> => builder.getConfig(root, 'electron-builder.yml', null);
const validate = (config: object): Promise<void> =>
  builder.validateConfiguration(config, { add: () => undefined, isEnabled: false });

describe('the installers', () => {
  test('have a sound configuration for all three platforms', async () => {
    const config = await readConfig();
    await validate(config);
    expect(config).toMatchObject({ npmRebuild: false, publish: null });
    expect(config.linux.target).toEqual(['AppImage', 'deb']);
  });

  test('a misspelt key would be found', async () => {
    const config = await readConfig();
    await expect(validate({ ...config, nsis: { oneKlick: true } })).rejects.toThrow('configuration.nsis');
  });

  test('have their icons, and a main that is packed', async () => {
    const { linux, mac, win, files } = await readConfig();
    for (const icon of [linux.icon, mac.icon, win.icon])
      expect(existsSync(`${root}${icon}`), icon).toBe(true);
    const { main } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { main: string };
    expect(main).toMatch(/^\.\/out\//);
    expect(files[0]?.filter).toContain('out/**');
  });

  // Catches an installer that hands on other people's work without their licences.
  test('hold our licence and those of everything bundled', async () => {
    const { extraResources } = await readConfig();
    expect(extraResources).toEqual([
      { from: 'LICENSE', to: 'licences/LICENSE.txt' },
      { from: 'docs/third-party.md', to: 'licences/third-party.md' },
      { from: 'out/licences.txt', to: 'licences/licences.txt' },
    ]);
    for (const { from } of extraResources.slice(0, 2)) expect(existsSync(`${root}${from}`), from).toBe(true);
  });
});
