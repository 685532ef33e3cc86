import type { EngineClient } from '#contract/rpc/connect-channel';
import type { AlgorithmRequest } from '#contract/services/algorithms';
import type { PrecautionName } from '#contract/services/protections';
import type { OrderPreview, OrderRequest } from '#contract/services/trading';
import { BEST_ACCOUNT } from '#domain/orders/choose-route';
import { orderedWords } from '#domain/orders/order-line';
import { requireEngine } from '../client/connection.ts';
import { isOutcomeUnknown, refusalText } from '../client/refusal.ts';
import { formatQuantity } from '../format/money.ts';
import { ofChosenAccount } from '../stores/trading-account.ts';

/** What became of an order that was sent. */
export type SendOutcome =
  | { readonly state: 'sent'; readonly text: string; readonly clientOrderId: string | null }
  | {
      readonly state: 'refused';
      readonly reasons: readonly string[];
      /** Accepting these by name would be enough. */
      readonly precautions?: readonly PrecautionName[];
    }
  /** Nobody answered: sending again repeats the very same order, so it cannot become two. */
  | { readonly state: 'unknown'; readonly text: string };

type Unsent<Request> = Omit<Request, 'nonce' | 'account'>;

/** Requests nobody answered, with the nonce that makes their repetition the same order. */
const unanswered = new Map<string, string>();

/** Sends an order from the chosen account unless it names another, previewed once more at this moment. Rejects never. */
export function sendOrder(request: Omit<OrderRequest, 'nonce'>): Promise<SendOutcome> {
  return once({ ...ofChosenAccount(), ...request }, async (engine, order, isSending) => {
    const preview = await engine.trading.preview(order);
    if (!preview.isAccepted) return refusalOf(preview);
    isSending();
    const sent = await engine.trading.submit(order);
    if (sent.status === 'refused' || sent.status === 'rejected')
      return { state: 'refused', reasons: [sent.statusReason ?? `the order was ${sent.status}`] };
    const where = request.account === BEST_ACCOUNT ? ` at ${sent.account}` : '';
    const text = `${orderedWords(sent)}${where}: ${sent.status}`;
    return { state: 'sent', text, clientOrderId: sent.clientOrderId };
  });
}

/** Starts an algorithm that works an order in parts, from the chosen account. Rejects never. */
export function startAlgorithm(request: Unsent<AlgorithmRequest>): Promise<SendOutcome> {
  return once({ ...request, ...ofChosenAccount() }, async (engine, algorithm, isSending) => {
    isSending();
    const started = await engine.trading.startAlgorithm(algorithm);
    const text = `${started.kind.toUpperCase()} to ${started.side} ${formatQuantity(started.quantity)} ${started.symbol}: ${started.state}`;
    return { state: 'sent', text, clientOrderId: null };
  });
}

/** One nonce a request; that of one nobody answered is used again. */
async function once<Request extends object>(
  request: Request,
  send: (
    engine: EngineClient,
    request: Request & { nonce: string },
    isSending: () => void,
  ) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const key = JSON.stringify(request);
  const nonce = unanswered.get(key) ?? crypto.randomUUID();
  try {
    const outcome = await send(requireEngine(), { ...request, nonce }, () => unanswered.set(key, nonce));
    unanswered.delete(key);
    return outcome;
  } catch (error) {
    if (unanswered.has(key) && isOutcomeUnknown(error))
      return {
        state: 'unknown',
        text: `${refusalText(error)}. Sending again repeats the same order, never a second one.`,
      };
    unanswered.delete(key);
    return { state: 'refused', reasons: [refusalText(error)] };
  }
}

/** Why an order would be refused; by which names it is accepted, where nothing but precautions stands against it. */
function refusalOf({ refusals, precautions }: OrderPreview): SendOutcome {
  const waiting = precautions.filter(({ isAccepted }) => !isAccepted);
  const texts = waiting.map(({ text }) => text);
  const isOnlyUnusual = texts.length > 0 && refusals.every((refusal) => texts.includes(refusal));
  return {
    state: 'refused',
    reasons: refusals,
    ...(isOnlyUnusual ? { precautions: waiting.map(({ name }) => name) } : {}),
  };
}
