import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { dataFolder } from '#runtime/engine/data-folder';

const home = '/home/ada';

it.each([
  [
    'what the user named wins',
    { given: '/data', environment: { OCTOPUS_DATA: '/other' }, platform: 'linux', home },
    '/data',
  ],
  [
    'then the environment',
    { environment: { OCTOPUS_DATA: '/other', XDG_DATA_HOME: '/xdg' }, platform: 'linux', home },
    '/other',
  ],
  [
    'an empty variable counts as none',
    { environment: { OCTOPUS_DATA: '', XDG_DATA_HOME: '/xdg' }, platform: 'linux', home },
    '/xdg/octopus',
  ],
  ['Linux', { environment: {}, platform: 'linux', home }, '/home/ada/.local/share/octopus'],
  ['macOS', { environment: {}, platform: 'darwin', home }, '/home/ada/Library/Application Support/Octopus'],
  [
    'Windows',
    { environment: { APPDATA: '/home/ada/Roaming' }, platform: 'win32', home },
    '/home/ada/Roaming/Octopus',
  ],
] as const)('%s', (_what, choice, expected) => {
  expect(resolve(dataFolder(choice))).toBe(resolve(expected));
});
