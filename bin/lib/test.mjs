import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBuilt } from './build.mjs';
import { electronIn, findElectron } from './electron.mjs';
import { at, readPackage, say } from './project.mjs';
import { run, runQuietly } from './run.mjs';

const isCi = ['1', 'true'].includes(process.env.CI ?? '');
const DIST = at('node_modules/.cache/electron-dist');
/** Lays out an Electron from the package registry, on machines that reach nothing else. */
const DIST_SCRIPT = at('../shared/tools/electron-dist.sh');

/** What must hold besides the tests; each counts as one. */
const checks = [
  { name: 'lint', args: [at('node_modules/@biomejs/biome/bin/biome'), 'check', '.'] },
  { name: 'architecture', args: [at('scripts/check-architecture.ts')] },
  { name: 'docs', args: [at('scripts/check-docs.ts')] },
  { name: 'types', args: [at('node_modules/typescript/bin/tsc'), '-b'] },
];

/**
 * Lint, arrows, types and every test; the last line counts them all. Arguments go to Vitest and leave the checks out
 * (`npm test -- test/unit/domain`). In CI a skipped test is a failure: what is not run is not proven.
 */
export async function test(args) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  await provideBrowser();
  const electron = await provideElectron();
  await ensureBuilt({ isQuiet: true });

  for (const { name, args: command } of args.length > 0 ? [] : checks) {
    const started = performance.now();
    const code = await run(process.execPath, command, { cwd: at() });
    say(
      `${name} ${code === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
    total[code === 0 ? 'passed' : 'failed']++;
  }

  const counts = await runTests(args, electron);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  for (const name of counts.skippedNames) say(`skipped: ${name}`);
  for (const name of counts.retriedNames) say(`passed only when tried again: ${name}`);
  if (isCi && total.skipped > 0) say('in CI a skipped test is a failure: what is not run is not proven');
  process.exitCode = total.failed > 0 || (isCi && total.skipped > 0) ? 1 : 0;
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
}

async function runTests(args, electron) {
  const summary = at('.cache', `test-summary-${process.pid}.json`);
  mkdirSync(at('.cache'), { recursive: true });
  const code = await run(process.execPath, [at('node_modules/vitest/vitest.mjs'), 'run', ...args], {
    cwd: at(),
    env: {
      ...process.env,
      OCTOPUS_TEST_SUMMARY: summary,
      ...(electron ? { ELECTRON_OVERRIDE_DIST_PATH: electron.folder } : {}),
    },
  });
  if (!existsSync(summary)) return { passed: 0, failed: 1, skipped: 0, skippedNames: [], retriedNames: [] };
  const counts = JSON.parse(readFileSync(summary, 'utf8'));
  rmSync(summary);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** Installs Chromium and Xvfb where that is possible (Debian, as root), else says what is missing. */
async function provideBrowser() {
  if (process.platform !== 'linux' || process.env.OCTOPUS_CHROMIUM) return;
  const missing = [
    ...(existsSync('/usr/bin/chromium') ? [] : ['chromium']),
    ...(existsSync('/usr/bin/Xvfb') || process.env.DISPLAY ? [] : ['xvfb']),
  ];
  if (missing.length === 0) return;
  if (process.getuid() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`installing ${missing.join(' and ')} for the tests of the screen`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly('apt-get', ['update'], { env, timeoutMs: 120_000 });
    const { code, output } = await runQuietly(
      'apt-get',
      ['install', '-y', '--no-install-recommends', ...missing],
      {
        env,
        timeoutMs: 300_000,
      },
    );
    if (code === 0) return;
    say(`apt-get could not install them: ${output.trim().split('\n').at(-1)}`);
  }
  say(`the tests of the screen are skipped; they need: apt-get install ${missing.join(' ')}`);
}

/** A real Electron for the tests: the one given, the installed one, one laid out from the registry, or a download. */
async function provideElectron() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? at('node_modules/electron/dist');
  const installed = electronIn(given);
  if (
    process.env.ELECTRON_OVERRIDE_DIST_PATH ||
    installed?.version === readPackage().devDependencies.electron
  )
    return installed;
  if (existsSync(DIST_SCRIPT)) {
    const { code, output } = await runQuietly('bash', [DIST_SCRIPT, DIST], { timeoutMs: 120_000 });
    if (code === 0) return electronIn(DIST);
    say(output.trim());
  }
  const found = await findElectron({ isInsisted: true });
  if (found.binary) return found;
  say(`the tests of the window are skipped: ${found.reason}`);
  return undefined;
}
