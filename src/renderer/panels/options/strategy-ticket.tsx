import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import type { StrategyAnalysisView } from '#contract/services/options';
import { STRATEGY_NAMES, type StrategyName } from '#domain/options/named-strategies';
import { useIsConnected } from '../../client/connection.ts';
import { EnvironmentBadge } from '../../components/environment-badge.tsx';
import { TextField } from '../../components/field.tsx';
import { Problem } from '../../components/notice.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { formatNumber } from '../../format/number.ts';
import { useTradingAccount } from '../../stores/trading-account.ts';
import { sendOrder } from '../../trading/send-order.ts';
import { useQuestion } from '../../trading/use-question.ts';
import { PreviewRefusals, PreviewRows } from '../order-ticket/preview-rows.tsx';
import { SendingResult } from '../order-ticket/sending-result.tsx';
import { accountName } from '../order-ticket/ticket-account.tsx';
import { TicketPrecautions } from '../order-ticket/ticket-precautions.tsx';
import { useOrderSending } from '../order-ticket/use-order-sending.ts';
import { usePreview } from '../order-ticket/use-preview.ts';
import {
  checkStrategy,
  readNet,
  roundedCents,
  type StrategyDraft,
  turnLegs,
  wholeLegs,
} from './leg-draft.ts';
import { LegList } from './leg-list.tsx';
import { editStrategy, useOptionChoice } from './option-store.ts';
import { StrategyFigures } from './strategy-figures.tsx';
import { STRATEGY_WORDS } from './strategy-words.ts';
import { useAnalysis } from './use-chain.ts';
import { useLegPrices } from './use-leg-prices.ts';

/** Several legs as one order: what they cost, risk and can win, previewed while they are chosen, sent with Enter. */
export function StrategyTicket({
  underlying,
  onLayOut,
  isSimulated,
}: {
  readonly underlying: string;
  /** Puts a named strategy at the money in the place of the legs. */
  readonly onLayOut: (name: StrategyName) => void;
  /** The chain the legs are from is made up. */
  readonly isSimulated: boolean;
}): ReactNode {
  const { draft } = useOptionChoice(underlying);
  const account = useTradingAccount();
  const isConnected = useIsConnected();
  const { sending, send, clear } = useOrderSending();
  const typed = readNet(draft.price);
  const netPrice = draft.type === 'limit' && typed !== null && !Number.isNaN(typed) ? typed : null;
  const asked = wholeLegs(draft.legs);
  const { value: analysis, problem } = useAnalysis(underlying, asked.legs, netPrice);
  const isOfLegs = analysis !== null && sameLegs(analysis, asked.legs);
  const shown = isOfLegs ? analysis : null;
  const middle = shown?.net.middle ?? null;
  const check = checkStrategy(draft, middle);
  const draftKey = JSON.stringify([draft, check.request?.limitPrice]);
  const isReplay = account?.environment === 'simulated';
  useLegPrices(
    asked.legs.map(({ symbol }) => symbol),
    { isWanted: account !== null && !isReplay && isConnected, isSimulated },
  );
  const live = usePreview(isReplay ? null : check.request, {
    draftKey,
    isMarketMoving: true,
    isRouted: false,
  });
  const question = useQuestion(check.request === null ? null : `${account?.account} ${draftKey}`);

  function edit(changes: Partial<StrategyDraft>): void {
    if (sending.state !== 'unknown') clear();
    editStrategy(underlying, () => ({ accepted: [], ...changes }));
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const { request } = check;
    if (request === null || account === null || isReplay || sending.state === 'sending') return;
    // Real money takes two presses.
    if (account.environment === 'live' && !question.isAsking) {
      question.ask();
      return;
    }
    question.stop();
    void send(() => sendOrder(request)).then((isSent) => {
      if (isSent) editStrategy(underlying, () => ({ legs: [], price: '', accepted: [] }));
    });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
  }

  const isHalted = account?.tradingState === 'halted';
  const closed = !isConnected
    ? 'The engine is not connected; nothing can be sent.'
    : isHalted
      ? 'Trading is halted. Press RESUME at the top right to send orders again.'
      : (account?.whyClosed ?? null);
  return (
    <form
      className={`strategy-ticket ${account?.environment ?? ''}`}
      aria-label={`Options order on ${underlying}`}
      onSubmit={submit}
      onKeyDown={onKeyDown}
    >
      <div className="strategy-head">
        <span className="strong">{shown?.name ? STRATEGY_WORDS[shown.name] : 'Strategy'}</span>
        <select
          aria-label="Lay out a strategy at the money"
          value=""
          onChange={({ target }) => {
            const name = STRATEGY_NAMES.find((one) => one === target.value);
            if (name) onLayOut(name);
          }}
        >
          <option value="" disabled>
            Lay out…
          </option>
          {STRATEGY_NAMES.map((name) => (
            <option key={name} value={name}>
              {STRATEGY_WORDS[name]}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button small"
          disabled={draft.legs.length === 0}
          title="Every leg the other way round"
          onClick={() => edit({ legs: turnLegs(draft.legs), price: '' })}
        >
          Reverse
        </button>
        <button
          type="button"
          className="button small"
          disabled={draft.legs.length === 0}
          onClick={() => edit({ legs: [], price: '' })}
        >
          Clear
        </button>
      </div>
      {draft.legs.length === 0 ? (
        <p className="note">
          Press a bid to sell, an ask to buy, or lay out a strategy. The legs trade together, as one order.
        </p>
      ) : (
        <>
          <LegList legs={draft.legs} analysis={shown} onLegs={(legs) => edit({ legs, price: '' })} />
          {check.errors.legs && <p className="field-error">{check.errors.legs}</p>}
          {problem && <Problem text={problem} />}
          <NetPrices analysis={shown} onPrice={(price) => edit({ price, type: 'limit' })} />
          <div className="strategy-terms">
            <TextField
              label="Quantity"
              inputMode="numeric"
              value={draft.quantity}
              error={check.errors.quantity}
              onChange={({ target }) => edit({ quantity: target.value })}
            />
            <SegmentedControl
              label="Order type"
              value={draft.type}
              segments={[
                { value: 'limit', text: 'Limit' },
                { value: 'market', text: 'Market' },
              ]}
              onChoose={(type) => edit({ type })}
            />
            <TextField
              label="Net price"
              inputMode="decimal"
              disabled={draft.type === 'market'}
              value={draft.price}
              placeholder={netText(roundedCents(middle))}
              error={check.errors.price}
              suffix={netWord(typed ?? middle)}
              title="Of one combination, for one unit of the underlying; below zero it is received"
              onChange={({ target }) => edit({ price: target.value })}
            />
            <SegmentedControl
              label="Validity"
              value={draft.timeInForce}
              segments={[
                { value: 'day', text: 'Day' },
                { value: 'gtc', text: 'GTC', title: 'Until cancelled' },
              ]}
              onChoose={(timeInForce) => edit({ timeInForce })}
            />
          </div>
          {shown && <StrategyFigures analysis={shown} units={check.units} />}
          <PreviewRows live={live} isComplete={check.request !== null} currency={account?.currency ?? ''} />
        </>
      )}
      <div className="ticket-foot">
        <div className="ticket-words">
          {check.request !== null && (
            <TicketPrecautions
              precautions={live.preview?.precautions ?? []}
              accepted={draft.accepted}
              onAccept={(accepted) => editStrategy(underlying, () => ({ accepted }))}
            />
          )}
          <SendingResult sending={sending} />
          {check.request !== null && !isReplay && sending.state !== 'refused' && (
            <PreviewRefusals live={live} />
          )}
          {isReplay && draft.legs.length > 0 && (
            <p className="note warning">
              A replay trades the shares it plays, no options: choose a paper account or one at a broker.
            </p>
          )}
          {closed && <Problem text={closed} />}
        </div>
        {account && (
          <p className="strategy-account">
            <EnvironmentBadge environment={account.environment} /> {accountName(account)}
            {isSimulated && account.environment !== 'simulated' && (
              <span className="warning-text"> · prices here are simulated, not this venue’s</span>
            )}
          </p>
        )}
        <button
          type="submit"
          className={`send buy${question.isAsking ? ' asking' : ''}`}
          disabled={
            check.request === null || sending.state === 'sending' || !isConnected || isHalted || isReplay
          }
        >
          {sending.state === 'sending'
            ? 'Sending…'
            : question.isAsking
              ? 'Send with real money?'
              : sendText(draft, check.units, typed ?? roundedCents(middle))}
          <span aria-hidden="true"> ⏎</span>
        </button>
      </div>
    </form>
  );
}

/** Where one combination trades, each price to be taken with a press. */
function NetPrices({
  analysis,
  onPrice,
}: {
  readonly analysis: StrategyAnalysisView | null;
  readonly onPrice: (price: string) => void;
}): ReactNode {
  const prices = [
    [
      'Best',
      analysis?.net.best,
      'Bought legs at the bid, sold ones at the ask: the most that patience can hope for',
    ],
    ['Middle', analysis?.net.middle, 'Every leg in the middle of bid and ask'],
    ['Natural', analysis?.net.natural, 'Bought legs at the ask, sold ones at the bid: what fills at once'],
  ] as const;
  return (
    <fieldset className="net-prices" aria-label="Net price of one combination">
      {prices.map(([name, price, hint]) => (
        <button
          key={name}
          type="button"
          disabled={price === null || price === undefined}
          title={hint}
          onClick={() => price != null && onPrice(netText(roundedCents(price)))}
        >
          <span className="muted">{name}</span> <b>{formatNumber(price)}</b>
        </button>
      ))}
    </fieldset>
  );
}

function netText(price: number | null): string {
  return price === null ? '' : price.toFixed(2).replace('-', '−');
}

function netWord(price: number | null): string {
  return price === null || Number.isNaN(price) ? '' : price < 0 ? 'credit' : 'debit';
}

function sendText({ legs, type }: StrategyDraft, units: number, price: number | null): string {
  if (legs.length === 0) return 'Choose legs …';
  const what = `Send ${formatNumber(units, 0)} × ${legs.length === 1 ? '1 leg' : `${legs.length} legs`}`;
  if (type === 'market') return `${what} at market`;
  return price === null || Number.isNaN(price)
    ? what
    : `${what} for ${formatNumber(Math.abs(price))} ${netWord(price)}`;
}

function sameLegs(
  { legs }: StrategyAnalysisView,
  asked: readonly { readonly symbol: string; readonly side: string; readonly ratio: number }[],
): boolean {
  const text = (all: typeof asked): string =>
    all.map(({ symbol, side, ratio }) => `${symbol} ${side} ${ratio}`).join();
  return text(legs) === text(asked);
}
