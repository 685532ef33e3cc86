import type { BrokerConnection } from '#engine/ports/broker';
import { createBridge } from '#runtime/processes/electron-bridge';
import { BEAT_PERIOD_MS, type Guard } from '#runtime/watchdog/watchdog-messages';
import { type BrokerTrial, openBrokerAccount } from './open-broker-account.ts';

/** A small engine behind the real bridge: echoes calls, doubles market data, tells of its workers, crashes on command. */
const bridge = createBridge();
let broker: BrokerConnection | undefined;
bridge.onConnection((rpc, feed) => {
  feed.onMessage((data) => {
    if (typeof data !== 'string') feed.post(new Float64Array(data).map((value) => value * 2).buffer);
  });
  rpc.onMessage((text) => {
    if (text === 'crash') process.exit(9);
    else if (text === 'close') rpc.close();
    else if (text === 'close broker') broker?.close();
    else if (typeof text === 'string' && text.startsWith('broker ')) {
      const trial = JSON.parse(text.slice('broker '.length)) as BrokerTrial;
      broker = openBrokerAccount(trial, bridge.processHost, (line) => rpc.post(line));
    } else if (typeof text === 'string' && text.startsWith('watch ')) {
      const guard = JSON.parse(text.slice('watch '.length)) as Guard;
      const watchdog = bridge.processHost.spawn('watchdog', 'watchdog');
      watchdog.channel.onMessage(() => {
        watchdog.channel.post(guard);
        setInterval(() => watchdog.channel.post({ kind: 'beat' }), BEAT_PERIOD_MS);
        rpc.post(`watchdog ${watchdog.pid} beside ${process.pid}`);
      });
    } else if (text === 'worker') {
      const worker = bridge.processHost.spawn('worker', 'worker-1');
      worker.channel.onMessage((message) => {
        rpc.post(
          `worker says ${message instanceof Float64Array ? `floats ${message}` : JSON.stringify(message)}`,
        );
        if (message === 'ready') worker.channel.post(new Float64Array([1, 2.5]));
        else if (message instanceof Float64Array) worker.channel.post({ exit: 7 });
      });
      worker.onExit((code, signal) =>
        rpc.post(`worker with ${worker.pid ? 'a' : 'no'} pid ended ${code} ${signal}`),
      );
    } else if (text === 'killed worker') {
      const worker = bridge.processHost.spawn('worker', 'worker-2');
      worker.channel.onMessage(() => worker.kill());
      worker.onExit((code, signal) => rpc.post(`worker ended ${code} ${signal}`));
    } else rpc.post(`${bridge.processHost.kind} ${process.pid} heard ${text}`);
  });
});
bridge.onStop(() => {
  process.stdout.write('engine stops in good order\n');
  setTimeout(() => process.exit(0), 20);
});
bridge.ready();
