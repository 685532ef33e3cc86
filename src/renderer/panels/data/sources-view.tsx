import { type ReactNode, useState } from 'react';
import type { ProviderInfo } from '#contract/services/market-data';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { useAnswer } from '../../client/use-answer.ts';
import { Age, Countdown } from '../../components/age.tsx';
import { Dot } from '../../components/badge.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Meter } from '../../components/meter.tsx';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { formatCount } from '../../format/number.ts';
import { budgetText, budgetTone } from './budget-text.ts';
import { wordsColumn } from './columns.tsx';
import { Details, Fact } from './details.tsx';
import { StateWord } from './state-word.tsx';

/** Budgets and health change without a word of the engine. */
const ASK_EVERY_MS = 5_000;

interface SourceRow extends ProviderInfo {
  readonly isTesting: boolean;
  /** What the test of this window was answered with, while it is newer than the provider's own last word. */
  readonly refusal: string | null;
}

/** Where data comes from: what each source gives, how it is, and what is left of its budget. */
export function SourcesView(): ReactNode {
  const isConnected = useIsConnected();
  const { value, problem, askAgain } = useAnswer(
    'providers',
    (engine, options) => engine.marketData.providers(undefined, options),
    { everyMs: ASK_EVERY_MS, isRemembered: true },
  );
  const [testing, setTesting] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState<Readonly<Record<string, string | null>>>({});
  const [chosenId, setChosenId] = useState<string | null>(null);
  const rows = (value ?? []).map((one) => ({
    ...one,
    isTesting: testing.has(one.id),
    refusal: refusals[one.id] ?? null,
  }));
  const chosen = rows.find(({ id }) => id === chosenId);

  async function test(id: string): Promise<void> {
    setTesting((before) => new Set(before).add(id));
    let refusal: string | null = null;
    try {
      await requireEngine().marketData.checkProvider({ id }, { context: { timeoutMs: 60_000 } });
    } catch (error) {
      refusal = refusalText(error);
    }
    setRefusals((before) => ({ ...before, [id]: refusal }));
    setTesting((before) => new Set([...before].filter((each) => each !== id)));
    askAgain();
  }

  return (
    <>
      {problem && <Problem text={problem} onRetry={askAgain} />}
      <div className="data-main">
        <DataTable
          label="Sources"
          columns={[...COLUMNS, testColumn((id) => void test(id))]}
          rows={rows}
          idOf={({ id }) => id}
          selectedId={chosenId}
          onSelect={({ id }) => setChosenId(id)}
          onRowKey={(event, { id }) => {
            if (event.key === 't') void test(id);
            else if (event.key === 'Escape' && chosen) setChosenId(null);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          isStale={!isConnected}
          empty={
            <EmptyState title="Waiting for the engine">Sources are shown as soon as it answers.</EmptyState>
          }
        />
        {chosen && <SourceDetails source={chosen} onClose={() => setChosenId(null)} />}
      </div>
    </>
  );
}

const COLUMNS: readonly Column<SourceRow>[] = [
  wordsColumn(
    { id: 'name', header: 'Source', width: 'minmax(110px, 1fr)', className: 'strong' },
    ({ name }) => name,
  ),
  {
    id: 'health',
    header: 'Health',
    hint: 'By its last request',
    width: '86px',
    sortBy: healthWord,
    cell: (row) => <Health row={row} />,
  },
  wordsColumn({ id: 'gives', header: 'Gives', width: 'minmax(120px, 1.2fr)' }, ({ gives }) =>
    gives.join(', '),
  ),
  wordsColumn(
    { id: 'assets', header: 'Of', width: 'minmax(90px, 1.2fr)', className: 'muted' },
    ({ assetClasses }) => (assetClasses.length === 0 ? 'news' : assetClasses.join(', ')),
  ),
  {
    id: 'key',
    header: 'Key',
    width: 'minmax(110px, 2.2fr)',
    sortBy: keyText,
    cell: (row) => (
      <span className={row.keyVariable !== null && !row.hasKey ? 'warning' : 'muted'} title={keyText(row)}>
        {keyText(row)}
      </span>
    ),
  },
  {
    id: 'quota',
    header: 'Requests left',
    hint: 'Of each rule of its budget; nothing is sent beyond it',
    width: 'minmax(188px, 1.6fr)',
    sortBy: ({ budget }) => (budget[0] ? budget[0].left / budget[0].requests : null),
    cell: ({ budget, name }) => <Quota budget={budget.slice(0, 1)} name={name} />,
  },
  {
    id: 'success',
    header: 'Served',
    hint: 'Since its last answer',
    align: 'right',
    width: '58px',
    sortBy: ({ lastSuccessTime }) => lastSuccessTime,
    cell: ({ lastSuccessTime }) => <Age time={lastSuccessTime} since="Last answer " />,
  },
  {
    id: 'error',
    header: 'Last error',
    width: 'minmax(100px, 3fr)',
    cell: (row) => (
      <span className={row.health === 'failing' || row.refusal ? 'warning' : 'muted'} title={errorText(row)}>
        {errorText(row)}
      </span>
    ),
  },
];

function testColumn(test: (id: string) => void): Column<SourceRow> {
  return {
    id: 'test',
    header: '',
    label: 'Test',
    width: '54px',
    cell: ({ id, isTesting }) => (
      <button
        type="button"
        className="link-button"
        title="Ask it for little and see whether it answers as it should (T)"
        disabled={isTesting}
        onClick={() => test(id)}
      >
        {isTesting ? 'testing' : 'Test'}
      </button>
    ),
  };
}

function healthWord({ health, isEnabled, isTesting }: SourceRow): string {
  if (isTesting) return 'testing';
  if (!isEnabled) return 'off';
  return health === 'unknown' ? 'not asked' : health;
}

function Health({ row }: { readonly row: SourceRow }): ReactNode {
  const word = healthWord(row);
  return (
    <StateWord>
      <Dot
        tone={
          word === 'ok' ? 'good' : word === 'failing' ? 'danger' : word === 'testing' ? 'accent' : 'muted'
        }
      />
      {word}
    </StateWord>
  );
}

function keyText({ keyVariable, hasKey }: ProviderInfo): string {
  if (keyVariable === null) return 'none needed';
  return hasKey ? 'present' : `set ${keyVariable}`;
}

function errorText({ refusal, lastError }: SourceRow): string {
  return refusal ?? lastError?.message ?? '';
}

function Quota({
  budget,
  name,
}: {
  readonly budget: ProviderInfo['budget'];
  readonly name: string;
}): ReactNode {
  return budget.map((rule) => (
    <span key={rule.perMs} className="progress" title="The rest comes back as time goes by">
      <Meter share={rule.left / rule.requests} tone={budgetTone(rule)} label={`Requests left of ${name}`} />
      <span className={rule.left === 0 ? 'warning' : ''}>{budgetText(rule)}</span>
      {rule.nextTime !== null && (
        <span className="warning">
          · <Countdown time={rule.nextTime} />
        </span>
      )}
    </span>
  ));
}

function SourceDetails({
  source,
  onClose,
}: {
  readonly source: SourceRow;
  readonly onClose: () => void;
}): ReactNode {
  const depths = Object.entries(source.historyDepthDays);
  const error = errorText(source);
  return (
    <Details title={source.name} note={source.access} onClose={onClose}>
      <p className="details-text">{source.note}</p>
      <dl className="facts">
        <Fact name="Gives">{source.gives.join(', ')}</Fact>
        {source.timeframes.length > 0 && <Fact name="Bars of">{source.timeframes.join(', ')}</Fact>}
        {depths.map(([timeframe, days]) => (
          <Fact key={timeframe} name={`${timeframe} back`}>{`${formatCount(days)} days`}</Fact>
        ))}
        <Fact name="Key">{keyText(source)}</Fact>
        <Fact name="Last answer">
          <Age time={source.lastSuccessTime} />
        </Fact>
        {source.budget.map((rule) => (
          <div key={rule.perMs}>
            <dt>Requests left</dt>
            <dd>
              <Quota budget={[rule]} name={source.name} />
            </dd>
          </div>
        ))}
      </dl>
      {error !== '' && (
        <p className="details-text warning selectable">
          {error}
          {source.lastError && source.refusal === null && (
            <span className="muted">
              {' '}
              · <Age time={source.lastError.time} /> ago
            </span>
          )}
        </p>
      )}
    </Details>
  );
}
