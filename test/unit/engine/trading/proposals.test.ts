import { describe, expect, it } from 'vitest';
import type { OrderIntent } from '#domain/orders/order';
import { parseDecimal } from '#domain/values/decimal';
import { pullKillSwitch } from '#engine/trading/kill-switch';
import { Proposals } from '#engine/trading/proposals';
import { openScriptedAccount } from '../../../support/brokers/scripted-account.ts';
import { openSampleEngine, SHORT_REPLAY } from '../../../support/test-engine.ts';

const intent = (nonce: string): OrderIntent => ({
  origin: 'momentum',
  account: 'main',
  symbol: 'AAPL',
  side: 'buy',
  type: 'limit',
  limitPrice: parseDecimal('99'),
  quantity: parseDecimal('5'),
  timeInForce: 'day',
  reason: 'it rose',
  nonce,
});

async function proposing() {
  const opened = await openScriptedAccount();
  const { engine, trading } = opened;
  const { proposals } = engine;
  const propose = (nonce: string, expiryTime = trading.eventTime + 60_000) =>
    trading.transact(() =>
      proposals.propose(intent(nonce), trading.place, { eventTime: trading.eventTime, expiryTime }),
    );
  return { ...opened, proposals, propose };
}

describe('a proposal', () => {
  it('sends nothing before the click, and one order however often it is clicked', async () => {
    const { engine, trading, proposals, propose, venue, until } = await proposing();
    const id = propose('1');
    await engine.clock.sleep(20);
    expect(venue.submitted).toEqual([]);
    expect(trading.orders.openOrders()).toEqual([]);
    expect(proposals.list('main')).toMatchObject([{ id, status: 'open', origin: 'momentum', quantity: '5' }]);
    expect(proposals.decide(id, 'confirm', trading)).toMatchObject({
      status: 'confirmed',
      clientOrderId: id,
    });
    await until(() => venue.submitted.length > 0);
    expect(() => proposals.decide(id, 'confirm', trading)).toThrow('is confirmed already');
    expect(venue.submitted).toMatchObject([{ clientOrderId: id, symbol: 'AAPL' }]);
    const kinds = engine.journal.store.correlated(id).map(({ kind }) => kind);
    expect(kinds.slice(0, 2)).toEqual(['IntentProposed', 'OrderIntended']);
    expect(kinds).toContain('ProposalDecided');
  });

  // Would catch: an order confirmed without the stop it was proposed with.
  it('carries its exits: they are shown, kept over a start, and sent with the click', async () => {
    const { engine, trading, proposals, venue, until } = await proposing();
    const exits = {
      unit: 'price',
      targets: [
        { distance: '2', share: '0.6' },
        { distance: '4', share: '0.4' },
      ],
      stop: { distance: '3' },
    } as const;
    const times = { eventTime: trading.eventTime, expiryTime: trading.eventTime + 60_000 };
    const id = trading.transact(() => proposals.propose(intent('9'), trading.place, times, { exits }));
    expect(new Proposals(engine.journal).require(id)).toMatchObject({ exits });
    proposals.decide(id, 'confirm', trading);
    await until(() => venue.submitted.length > 0);
    const children = trading.orders.openOrders().filter(({ parentOrderId }) => parentOrderId === id);
    expect(
      children.map(({ type, quantity, limitPrice, stopPrice }) => [type, quantity, limitPrice ?? stopPrice]),
    ).toEqual([
      ['stop', parseDecimal('5'), parseDecimal('96')],
      ['limit', parseDecimal('3'), parseDecimal('101')],
      ['limit', parseDecimal('2'), parseDecimal('103')],
    ]);
  });

  it('put aside, late or replaced by a newer one sends nothing any more', async () => {
    const { trading, proposals, propose, venue } = await proposing();
    const declined = propose('1');
    expect(proposals.decide(declined, 'decline', trading).status).toBe('declined');
    const replaced = propose('2');
    const late = propose('3', trading.eventTime - 1);
    expect(proposals.require(replaced).status).toBe('replaced');
    expect(() => proposals.decide(late, 'confirm', trading)).toThrow('is expired already');
    for (const id of [declined, replaced])
      expect(() => proposals.decide(id, 'confirm', trading)).toThrow('already: nothing was sent');
    expect(venue.submitted).toEqual([]);
    expect(() => proposals.decide('X', 'confirm', trading)).toThrow('no proposal X');
  });

  it('that may not be sent now says why and stays open; a restart knows it', async () => {
    const { engine, trading, proposals, propose, press } = await proposing();
    const id = propose('1');
    await pullKillSwitch(trading, { step: 'hold', ...press() });
    expect(() => proposals.decide(id, 'confirm', trading)).toThrow('trading is halted');
    expect(engine.journal.hasPending).toBe(false);
    expect(new Proposals(engine.journal).require(id)).toEqual(proposals.require(id));
    trading.setTradingState('active', 'again');
    expect(new Proposals(engine.journal).decide(id, 'confirm', trading).status).toBe('confirmed');
  });
});

describe('autonomy confirm', () => {
  it('turns what the replay would send into proposals, one a symbol, and sends only what is confirmed', async () => {
    const engine = await openSampleEngine();
    const session = await engine.keeper.start(SHORT_REPLAY);
    session.pause();
    session.configure({ autonomy: 'confirm' });
    const open = () => engine.proposals.list(session.account).filter(({ status }) => status === 'open');
    for (let days = 0; open().length === 0 && days < 29; days++) await session.step(1);
    const [asked] = open();
    expect(asked).toBeDefined();
    expect(engine.journal.store.orders(session.account, 9)).toEqual([]);
    expect(session.state().decisionCount).toBeGreaterThan(0);
    engine.proposals.decide(asked!.id, 'confirm', session);
    await session.step(1);
    expect(engine.journal.store.orders(session.account, 9)).toMatchObject([
      { clientOrderId: asked!.id, origin: 'fusion', status: 'filled' },
    ]);
    session.configure({ autonomy: 'off' });
    expect(open()).toEqual([]);
    const changes = engine.journal.store.readNewest({ kind: 'SessionConfigurationChanged', limit: 9 });
    expect(changes.map(({ payload }) => JSON.parse(payload).configuration.autonomy)).toEqual([
      'off',
      'confirm',
    ]);
  });
});
