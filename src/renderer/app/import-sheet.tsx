import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { ImportReport } from '#contract/services/market-data';
import { TIMEFRAMES, type Timeframe } from '#domain/market/timeframe';
import { requireEngine } from '../client/connection.ts';
import { refusalText } from '../client/refusal.ts';
import { SelectField, TextField } from '../components/field.tsx';
import { Problem } from '../components/notice.tsx';
import { formatBytes, formatCount } from '../format/number.ts';
import { linkSymbol } from '../stores/focus.ts';
import { reloadReference } from '../stores/reference.ts';
import { endImport, offerImport, useOfferedFile } from './import-store.ts';

const FILE_BYTES_MAX = 24 * 1024 * 1024;

/** Takes a CSV file dropped anywhere on the window: asks what it holds, then reports what became of each row. */
export function ImportSheet(): ReactNode {
  const file = useOfferedFile();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const isFileDrag = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent): void => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      setIsOver(false);
      const dropped = event.dataTransfer?.files[0];
      if (dropped) offerImport(dropped);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  if (file) return <ImportForm key={`${file.name} ${file.lastModified}`} file={file} />;
  return isOver ? <div className="drop-hint">Drop a CSV file with prices to import it</div> : null;
}

type State =
  | { readonly step: 'asking'; readonly problem: string | null }
  | { readonly step: 'running' }
  | { readonly step: 'done'; readonly report: ImportReport };

function ImportForm({ file }: { readonly file: File }): ReactNode {
  const [symbol, setSymbol] = useState(() => symbolFromName(file.name));
  const [timeframe, setTimeframe] = useState<Timeframe>('1d');
  const [state, setState] = useState<State>({ step: 'asking', problem: null });

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (file.size > FILE_BYTES_MAX) {
      const sizes = `${formatBytes(file.size)}; at most ${formatBytes(FILE_BYTES_MAX)} can be dropped`;
      return setState({
        step: 'asking',
        problem: `${file.name} has ${sizes}. Use "octopus import" for larger files.`,
      });
    }
    setState({ step: 'running' });
    try {
      const request = {
        fileName: file.name,
        text: await file.text(),
        symbol: symbol.trim().toUpperCase(),
        timeframe,
      };
      const report = await requireEngine().marketData.importText(request, {
        context: { timeoutMs: 300_000 },
      });
      setState({ step: 'done', report });
      await reloadReference();
      linkSymbol(report.symbol);
    } catch (error) {
      setState({ step: 'asking', problem: refusalText(error) });
    }
  }

  return (
    <section
      className="sheet import"
      aria-label={`Import ${file.name}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.shiftKey) endImport();
      }}
    >
      <header>
        <span className="strong">Import {file.name}</span>
        <span className="muted">{formatBytes(file.size)}</span>
        <button type="button" className="link-button" aria-label="Close" onClick={endImport}>
          ×
        </button>
      </header>
      {state.step === 'done' ? (
        <ImportResult report={state.report} />
      ) : (
        <form onSubmit={(event) => void submit(event)}>
          <TextField
            autoFocus
            label="Symbol"
            value={symbol}
            onChange={(event) => setSymbol(event.target.value)}
            required
          />
          <SelectField
            label="Bars of"
            value={timeframe}
            choices={TIMEFRAMES.map((value) => ({ value, text: value }))}
            onChoose={setTimeframe}
          />
          {state.step === 'asking' && state.problem && <Problem text={state.problem} />}
          <button
            type="submit"
            className="button primary"
            disabled={state.step === 'running' || symbol.trim() === ''}
          >
            {state.step === 'running' ? 'Importing…' : 'Import'}
          </button>
        </form>
      )}
    </section>
  );
}

function ImportResult({ report }: { readonly report: ImportReport }): ReactNode {
  const { rowsRead, rowsStored, rowsDuplicate, rowsQuarantined } = report;
  return (
    <>
      <dl className="facts wide">
        <Count name={`Rows read of ${report.symbol} ${report.timeframe}`} count={rowsRead} />
        <Count name="Stored" count={rowsStored} />
        <Count name="Duplicate, left as they were" count={rowsDuplicate} />
        <Count
          name="In quarantine, with the reason"
          count={rowsQuarantined}
          isWarning={rowsQuarantined > 0}
        />
      </dl>
      {/* biome-ignore lint/a11y/noAutofocus: Enter closes the report that was just asked for */}
      <button type="button" className="button primary" autoFocus onClick={endImport}>
        Done
      </button>
    </>
  );
}

function Count({
  name,
  count,
  isWarning = false,
}: {
  readonly name: string;
  readonly count: number;
  readonly isWarning?: boolean;
}): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isWarning ? 'warning' : ''}>{formatCount(count)}</dd>
    </div>
  );
}

/** `GOOG` of `goog_daily.csv`. */
function symbolFromName(name: string): string {
  return (/^[A-Za-z0-9.^=-]+/.exec(name.replace(/\.[A-Za-z]+$/, ''))?.[0] ?? '').toUpperCase().slice(0, 32);
}
