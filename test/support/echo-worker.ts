import type { StructuredChannel } from '#engine/ports/process-host';

/** Says what it got, doubles typed arrays, exits with a code or hangs when told. For suites that need a real worker. */
export function serveEcho(line: StructuredChannel, exit: (code: number) => void): void {
  line.onMessage((message) => {
    if (message instanceof Float64Array) line.post(message.map((value) => value * 2));
    else if (typeof message === 'object' && message !== null && 'exit' in message) {
      line.post('last words');
      exit(Number(message.exit));
    } else line.post({ got: message });
  });
  line.post('ready');
}
