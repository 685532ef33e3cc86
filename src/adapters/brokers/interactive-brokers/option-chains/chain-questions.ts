import type { Contract, ContractDetails } from '@stoqey/ib';
import type { Encoder } from '@stoqey/ib/dist/core/io/encoder.js';
import type { Clock } from '#engine/ports/clock';
import type { ProviderError } from '#engine/ports/provider-error';
import type { GatewayMessage } from '../gateway-codec.ts';
import type { ChainLine } from './chain-line.ts';
import type { MarketMessage } from './market-message.ts';
import { refusal } from './market-refusal.ts';

const ANSWER_MS = 10_000;

/** Where options of one class are listed, and when they expire. */
export type OptionParameters = Extract<MarketMessage, { kind: 'option-parameters' }>;

interface Question<Item> {
  readonly what: string;
  readonly write: (encoder: Encoder, id: number) => void;
  readonly read: (message: GatewayMessage) => Item | 'end' | undefined;
}

/** Every contract that fits a description. */
export function askContracts(
  line: ChainLine,
  clock: Clock,
  { what, query }: { readonly what: string; readonly query: Contract },
): Promise<ContractDetails[]> {
  return askList<ContractDetails>(line, clock, {
    what,
    write: (encoder, id) => encoder.reqContractDetails(id, query),
    read: (message) => {
      if (message.kind === 'contracts-end') return 'end';
      return message.kind === 'contract' ? message.details : undefined;
    },
  });
}

/** Every class of options on an underlying at every exchange. */
export function askParameters(
  line: ChainLine,
  clock: Clock,
  { symbol, secType, conId }: { readonly symbol: string; readonly secType: string; readonly conId: number },
): Promise<OptionParameters[]> {
  return askList<OptionParameters>(line, clock, {
    what: `options on ${symbol}`,
    write: (encoder, id) => encoder.reqSecDefOptParams(id, symbol, '', secType, conId),
    read: (message) => {
      if (message.kind === 'option-parameters-end') return 'end';
      return message.kind === 'option-parameters' ? message : undefined;
    },
  });
}

/** What TWS answers in several messages and an end. */
function askList<Item>(
  line: ChainLine,
  clock: Clock,
  { what, write, read }: Question<Item>,
): Promise<Item[]> {
  return new Promise((resolve, reject) => {
    const items: Item[] = [];
    const settle = (work: () => void): void => {
      offTimer();
      line.forget(id);
      work();
    };
    const fail = (error: ProviderError): void => settle(() => reject(error));
    const offTimer = clock.after(ANSWER_MS, () =>
      fail(refusal('unavailable', `TWS did not tell ${what} within ${ANSWER_MS / 1_000} s; ask again`)),
    );
    const id = line.ask(
      {
        what,
        fail,
        take: (message) => {
          const item = read(message);
          if (item === 'end') settle(() => resolve(items));
          else if (item !== undefined) items.push(item);
        },
      },
      write,
    );
  });
}
