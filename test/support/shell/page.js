// The page of the shell's own tests: opens ports as the real one does, and keeps what it hears for the test to read.
window.heard = [];
window.states = [];
window.closedLines = 0;
window.open_ = () =>
  new Promise((resolve) => {
    window.addEventListener('message', function receive(event) {
      if (event.source !== window || event.data !== 'engine:ports') return;
      window.removeEventListener('message', receive);
      const [rpc, feed] = event.ports;
      rpc.onmessage = ({ data }) => window.heard.push(data);
      feed.onmessage = ({ data }) => window.heard.push([...new Float64Array(data)]);
      rpc.addEventListener('close', () => {
        window.closedLines++;
      });
      // Old Electrons crash when a port with a close listener is still open as its page goes.
      window.addEventListener('pagehide', () => {
        rpc.close();
        feed.close();
      });
      Object.assign(window, { rpc, feed });
      resolve();
    });
    window.octopus.connect();
  });
window.octopus.onEngineState((state) => window.states.push(state));
