import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.mjs';
import { electronSetting, findElectron, whyNoDisplay } from './electron.mjs';
import { passSignals } from './own-node.mjs';
import { at, refuse, say } from './project.mjs';

/**
 * Opens the desktop window, or serves the same screen to a browser where there is no Electron or no display. `--headless`
 * always serves, `--electron` never does (exit code 3); other arguments go on (`--port`, `--data`).
 */
export async function start(args) {
  const isHeadless = args.includes('--headless');
  const isInsisted = args.includes('--electron');
  const rest = args.filter((arg) => arg !== '--headless' && arg !== '--electron');
  if (isHeadless && isInsisted) refuse('--headless and --electron exclude each other', 2);
  await ensureBuilt();
  if (isHeadless) return serve(rest);

  const noDisplay = whyNoDisplay();
  const electron = noDisplay ? { reason: noDisplay } : await findElectron({ isInsisted });
  if (electron.binary) return openWindow(electron, rest);
  if (isInsisted) refuse(`the window cannot be opened: ${electron.reason}`, 3);
  say(
    `running without a window: ${electron.reason}.\n         The same engine and screen are served to your browser instead.`,
  );
  return serve(rest);
}

function openWindow(electron, rest) {
  const { args, env } = electronSetting(electron);
  const given = [...args, at(), ...rest];
  // Where the system can, Electron takes our place: a launcher that only waits would hold 19 MiB.
  if (process.platform !== 'win32') process.execve?.(electron.binary, [electron.binary, ...given], env);
  const child = spawn(electron.binary, given, { stdio: 'inherit', env });
  child.on('error', (error) => refuse(`Electron could not be started: ${error.message}`, 3));
  passSignals(child);
}

/** Runs `octopus serve` and prints one line for people and programs once its port is open. */
function serve(rest) {
  const child = spawn(process.execPath, [at('out/main/cli.cjs'), 'serve', '--format', 'json', ...rest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (data) => {
    if (text === undefined) return;
    text += data;
    const url = /"url":\s*"([^"]+)"/.exec(text)?.[1];
    if (url === undefined) return;
    text = undefined;
    process.stdout.write(`OCTOPUS_READY ${url}\n`);
  });
  child.on('error', (error) => refuse(`the engine could not be started: ${error.message}`));
  passSignals(child);
}
