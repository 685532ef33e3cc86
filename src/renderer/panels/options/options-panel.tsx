import '../order-ticket/order-ticket.css';
import './options.css';
import { type ReactNode, useMemo } from 'react';
import { parseOptionSymbol } from '#domain/instruments/option-contract';
import { layOut, type StrategyName } from '#domain/options/named-strategies';
import { requireEngine, useIsConnected } from '../../client/connection.ts';
import { refusalText } from '../../client/refusal.ts';
import { EmptyState, Problem } from '../../components/notice.tsx';
import { PanelHead } from '../../components/panel-head.tsx';
import { useLinkedSymbol } from '../../stores/focus.ts';
import { showToast } from '../../stores/toasts.ts';
import type { PanelProps } from '../panel-props.ts';
import { ChainGrid } from './chain-grid.tsx';
import { ChainTools } from './chain-tools.tsx';
import { ExpirationTabs } from './expiration-tabs.tsx';
import { addLeg, legsOfParts } from './leg-draft.ts';
import { chooseExpiration, editStrategy, useOptionChoice, useOptionSource } from './option-store.ts';
import { StrategyTicket } from './strategy-ticket.tsx';
import { STRATEGY_WORDS } from './strategy-words.ts';
import { useChain, useExpirations, useSources } from './use-chain.ts';

const WEEK_DAYS = 7;

/** The options of the linked symbol, and a ticket that trades several of them as one order. */
export function OptionsPanel({ panelId, link }: PanelProps): ReactNode {
  const symbol = useLinkedSymbol(link);
  if (symbol === null)
    return (
      <EmptyState title="No symbol yet">
        Choose one in the watchlist, or type its letters anywhere.
      </EmptyState>
    );
  // Of an option or a combination in focus, what it is on.
  const underlying = parseOptionSymbol(symbol)?.underlying ?? symbol;
  return <Options key={underlying} panelId={panelId} underlying={underlying} />;
}

function Options({
  panelId,
  underlying,
}: {
  readonly panelId: string;
  readonly underlying: string;
}): ReactNode {
  const isConnected = useIsConnected();
  const choice = useOptionChoice(underlying);
  const chosenSource = useOptionSource();
  const sources = useSources(underlying);
  const listed = useExpirations(underlying);
  const expirations = listed.value?.expirations ?? [];
  const isListed = expirations.some(({ date }) => date === choice.expiration);
  const usual = expirations.find(({ days }) => days >= WEEK_DAYS) ?? expirations.at(-1);
  const expiration = (isListed ? choice.expiration : usual?.date) ?? null;
  const { value: chain, problem, isLoading, askAgain } = useChain(underlying, expiration);
  const source = chain?.source ?? listed.value?.source ?? null;
  const { legs } = choice.draft;
  const legSides = useMemo(() => new Map(legs.map(({ symbol, side }) => [symbol, side])), [legs]);

  async function lay(name: StrategyName): Promise<void> {
    if (chain === null || expiration === null) return;
    const later = expirations.find(
      ({ time, days }) => time > chain.expiration.time && days >= chain.expiration.days + 20,
    );
    const { rows, spot } = chain;
    const parts = layOut(name, {
      strikes: rows.map(({ strike }) => strike),
      spot,
      expiration,
      laterExpiration: (later ?? expirations.find(({ time }) => time > chain.expiration.time))?.date,
      multiplier: 100,
    });
    try {
      const laterDate = parts.find((part) => part.kind === 'option' && part.expiration !== expiration);
      const laterChain =
        laterDate?.kind === 'option'
          ? await requireEngine().options.chain({
              underlying,
              expiration: laterDate.expiration,
              strikes: 200,
              ...(chosenSource === null ? {} : { source: chosenSource }),
            })
          : null;
      const laid = legsOfParts(parts, underlying, (part) => {
        const of = part.expiration === expiration ? chain : laterChain;
        return of?.rows.find(({ strike }) => strike === part.strike)?.[part.right]?.symbol;
      });
      if (laid.length > 0) editStrategy(underlying, () => ({ legs: laid, price: '', accepted: [] }));
      else
        showToast({
          severity: 'warning',
          title: `No ${STRATEGY_WORDS[name].toLowerCase()} can be laid out here`,
          text: 'Not enough strikes or expirations are listed; choose another date.',
        });
    } catch (error) {
      showToast({ severity: 'error', title: 'The strategy was not laid out', text: refusalText(error) });
    }
  }

  return (
    <div className="panel-column options">
      <PanelHead panelId={panelId}>
        <span className="strong">{underlying}</span>
      </PanelHead>
      <ChainTools
        chain={chain}
        sources={sources}
        source={source}
        onImported={() => {
          listed.askAgain();
          askAgain();
        }}
      />
      <ExpirationTabs
        expirations={expirations}
        chosen={expiration}
        onChoose={(date) => chooseExpiration(underlying, date)}
      />
      {(problem ?? listed.problem) && (
        <Problem
          text={problem ?? listed.problem ?? ''}
          onRetry={() => {
            listed.askAgain();
            askAgain();
          }}
        />
      )}
      <div className="options-body">
        {chain === null ? (
          <EmptyState
            title={
              isLoading || listed.isLoading
                ? `Asking for options on ${underlying}`
                : `No options on ${underlying}`
            }
          />
        ) : chain.rows.length === 0 ? (
          <EmptyState title="No contracts on this date">Choose another expiration.</EmptyState>
        ) : (
          <ChainGrid
            chain={chain}
            legSides={legSides}
            isStale={!isConnected || problem !== null}
            onLeg={(symbol, side) =>
              editStrategy(underlying, (draft) => ({
                legs: addLeg(draft.legs, { symbol, side }),
                price: '',
                accepted: [],
              }))
            }
          />
        )}
        <StrategyTicket
          underlying={underlying}
          onLayOut={(name) => void lay(name)}
          isSimulated={source?.isSimulated ?? false}
        />
      </div>
    </div>
  );
}
