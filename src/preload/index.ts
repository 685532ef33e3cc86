import { contextBridge, ipcRenderer, webUtils } from 'electron';

type EngineStateListener = (state: unknown) => void;

/** Everything the page can ask of the desktop shell. */
const bridge = {
  /** Asks main for a fresh pair of ports to the engine; they arrive as one `engine:ports` window message. */
  connect(): void {
    ipcRenderer.send('engine:connect');
  },
  /** Tells of the engine's starts, crashes and restarts, the present state first; the answer unsubscribes. */
  onEngineState(listener: EngineStateListener): () => void {
    const receive = (_event: unknown, state: unknown): void => listener(state);
    ipcRenderer.on('engine:state', receive);
    ipcRenderer.send('engine:state');
    return () => {
      ipcRenderer.off('engine:state', receive);
    };
  },
  /** Where a file a person chose or dropped is on this machine, for the engine to read; empty for one on no disk. */
  pathOf(file: File): string {
    return webUtils.getPathForFile(file);
  },
  /** Which commands of the page can be chosen in the menu, by their ids. */
  enableMenu(ids: readonly string[]): void {
    ipcRenderer.send('menu:enabled', ids);
  },
  /** Tells what is chosen in the menu; the answer unsubscribes. */
  onMenuCommand(listener: (id: string) => void): () => void {
    const receive = (_event: unknown, id: string): void => listener(id);
    ipcRenderer.on('menu:command', receive);
    return () => {
      ipcRenderer.off('menu:command', receive);
    };
  },
  /** Prints a report to a PDF file that the person chooses, and answers its path; null when they did not. */
  printReport(report: { readonly html: string; readonly fileName: string }): Promise<string | null> {
    return ipcRenderer.invoke('report:print', report) as Promise<string | null>;
  },
};

contextBridge.exposeInMainWorld('octopus', bridge);

// Ports cannot cross the context bridge; a window message can carry them.
ipcRenderer.on('engine:ports', ({ ports }) => window.postMessage('engine:ports', window.origin, ports));
