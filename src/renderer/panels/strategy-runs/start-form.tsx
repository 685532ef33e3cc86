import { type FormEvent, type ReactNode, useState } from 'react';
import { TIMEFRAMES } from '#domain/market/timeframe';
import { openPanel } from '../../app/workspace-control.ts';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useAccounts, useSession } from '../../stores/engine-streams.ts';
import { useChosenAccount } from '../../stores/trading-account.ts';
import { showAccountsSide } from '../accounts/accounts-store.ts';
import { ParameterFields, StrategyField } from '../backtest/settings/strategy-fields.tsx';
import { useStrategies } from '../backtest/use-strategies.ts';
import { accountName } from '../order-ticket/ticket-account.tsx';
import { AUTONOMIES, EMPTY_DRAFT, type StartDraft, sendsMoney, startRequestOf } from './start-draft.ts';

const NO_ERRORS: Readonly<Record<string, string>> = {};
const EXAMPLES: readonly string[] = ['SIM:ALPHA', 'BTCUSDT'];

/** Starts a strategy on an account, with Enter from any field; one that trades money by itself is asked for twice. */
export function StartForm({ onDone }: { readonly onDone: (run: string | null) => void }): ReactNode {
  const isConnected = useIsConnected();
  const { strategies, problem: strategiesProblem } = useStrategies();
  const accounts = useAccounts().items;
  const chosen = useChosenAccount();
  const [typed, setTyped] = useState<StartDraft>(EMPTY_DRAFT);
  const [errors, setErrors] = useState(NO_ERRORS);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [isStarting, setIsStarting] = useState(false);
  const draft: StartDraft = {
    ...typed,
    strategy: typed.strategy || (strategies[0]?.slug ?? ''),
    account:
      typed.account || (accounts.find(({ account }) => account === chosen) ?? accounts[0])?.account || '',
  };
  const strategy = strategies.find(({ slug }) => slug === draft.strategy);
  const account = accounts.find((one) => one.account === draft.account);
  const isOnReplay = account?.environment === 'simulated';
  const played = useSession()?.symbols ?? [];

  function change(part: Partial<StartDraft>): void {
    setTyped({ ...draft, ...part });
    setErrors(NO_ERRORS);
    setProblem(null);
    setIsAsking(false);
  }

  async function start(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!isConnected || isStarting) return;
    const outcome = startRequestOf(draft, strategy, isOnReplay ? played : EXAMPLES);
    if ('errors' in outcome) return setErrors(outcome.errors);
    if (sendsMoney(draft, account) && !isAsking) return setIsAsking(true);
    setIsAsking(false);
    setIsStarting(true);
    try {
      const { id } = await requireEngine().strategyRuns.start(outcome.request);
      onDone(id);
    } catch (error) {
      setProblem(refusalText(error));
      setIsStarting(false);
    }
  }

  return (
    <form className="start-run" aria-label="Start a strategy" onSubmit={(event) => void start(event)}>
      <div className="start-run-fields">
        <StrategyField
          strategies={strategies}
          value={draft.strategy}
          error={errors['strategy'] ?? strategiesProblem ?? undefined}
          onChoose={(slug) => change({ strategy: slug, parameters: {} })}
        />
        <ParameterFields
          strategy={strategy}
          typed={draft.parameters}
          errors={errors}
          onType={(parameters) => change({ parameters })}
        />
      </div>
      <div className="start-run-fields">
        {accounts.length > 0 ? (
          <div className="start-run-account">
            <SelectField
              label="Account"
              value={draft.account}
              error={errors['account']}
              choices={accounts.map((one) => ({ value: one.account, text: accountName(one) }))}
              onChoose={(name) => change({ account: name })}
            />
            {account && <EnvironmentBadge environment={account.environment} />}
          </div>
        ) : (
          <NoAccount />
        )}
        <TextField
          label="Symbols"
          autoFocus
          placeholder={`${(isOnReplay ? played : EXAMPLES).slice(0, 2).join(', ')}…`}
          value={draft.symbols}
          error={errors['symbols']}
          onChange={({ target }) => change({ symbols: target.value })}
        />
        <div className="field">
          <span className="field-label">Bars</span>
          <SegmentedControl
            label="Bars"
            value={draft.timeframe}
            segments={TIMEFRAMES.map((value) => ({ value, text: value }))}
            onChoose={(timeframe) => change({ timeframe })}
          />
        </div>
        {strategy?.kind === 'built-in' && (
          <TextField
            label="Size"
            inputMode="decimal"
            suffix="% of equity"
            value={draft.sizePct}
            error={errors['sizePct']}
            onChange={({ target }) => change({ sizePct: target.value })}
          />
        )}
      </div>
      <div className="start-run-fields">
        <div className="field">
          <span className="field-label">Autonomy</span>
          <SegmentedControl
            label="Autonomy"
            value={draft.autonomy}
            segments={AUTONOMIES.map(({ value, sentence }) => ({
              value,
              text: value,
              title: sentence,
              ...(value === 'auto' ? { tone: 'warning' as const } : {}),
            }))}
            onChoose={(autonomy) => change({ autonomy })}
          />
        </div>
        <p className="note" aria-live="polite">
          {AUTONOMIES.find(({ value }) => value === draft.autonomy)?.sentence}
        </p>
        {isOnReplay && (
          <p className="note">
            The replay waits while the strategy thinks. The run ends with the replay, or when Octopus is
            closed.
          </p>
        )}
        {problem !== null && (
          <p className="field-error" role="alert">
            {problem}
          </p>
        )}
        <div className="account-actions">
          <button
            type="submit"
            className="button small primary"
            disabled={!isConnected || isStarting || accounts.length === 0}
          >
            {isAsking ? `Trade real money on ${draft.account}? ⏎` : 'Start ⏎'}
          </button>
          <button type="button" className="link-button" onClick={() => onDone(null)}>
            Not now
          </button>
        </div>
      </div>
    </form>
  );
}

function NoAccount(): ReactNode {
  return (
    <p className="note">
      A strategy trades an account that stays.{' '}
      <button
        type="button"
        className="link-button accent"
        onClick={() => {
          showAccountsSide({ kind: 'paper' });
          openPanel('accounts', 'Accounts');
        }}
      >
        Open a paper account
      </button>
    </p>
  );
}
