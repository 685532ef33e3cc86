import { describe, expect, it } from 'vitest';
import type { WantedExits } from '#contract/services/exits';
import { parseDecimal } from '#domain/values/decimal';
import { openExitDesk } from '#test/support/exit-desk';
import { temporaryFolder } from '#test/support/temporary-folder';

const THREE: WantedExits = {
  exits: {
    targets: [
      { distance: '1', share: '0.5' },
      { distance: '2', share: '0.25' },
      { distance: '3', share: '0.25' },
    ],
    stop: { distance: '2' },
    breakEven: { after: '1', offset: '0.25' },
  },
};
const ONE: WantedExits = { bracket: { takeProfit: '103', stopLoss: '98' } };

/** Fills are `order quantity price`; after each, what was asked of the venue. */
type Course = readonly (readonly [string, readonly string[]])[];

describe('exits follow what their entry fills', () => {
  it.each<[string, WantedExits, Course]>([
    [
      'a bracket grows with its entry, and shrinks as one of it fills',
      ONE,
      [
        ['entry 4 100', ['send stop 4 stop 98', 'send target 4 at 103']],
        ['entry 6 100', ['change stop 10', 'change target 10']],
        ['target 3 103', ['change stop 7']],
        ['stop 7 98', ['cancel target']],
      ],
    ],
    [
      'targets have their shares of it, in whole steps, and together all of it',
      THREE,
      [
        ['entry 1 100', ['send stop 1 stop 98', 'send target 3 1 at 103']],
        ['entry 2 100', ['change stop 3', 'send target 1 1 at 101', 'send target 2 1 at 102']],
        ['entry 5 100', ['change stop 8', 'change target 1 4', 'change target 2 2', 'change target 3 2']],
        ['entry 2 100', ['change stop 10', 'change target 1 5', 'change target 3 3']],
        ['target 1 5 101', ['change stop 5']],
        ['target 2 2 102', ['change stop 3']],
        ['target 3 3 103', ['cancel stop']],
      ],
    ],
    [
      'what a stop fills goes off the farthest targets first',
      THREE,
      [
        [
          'entry 8 100',
          [
            'send stop 8 stop 98',
            'send target 1 4 at 101',
            'send target 2 2 at 102',
            'send target 3 2 at 103',
          ],
        ],
        ['stop 3 98', ['change target 2 1', 'cancel target 3']],
        ['stop 5 98', ['cancel entry', 'cancel target 1', 'cancel target 2']],
      ],
    ],
    [
      'prices go with the average price of the entry',
      THREE,
      [
        [
          'entry 4 99',
          [
            'send stop 4 stop 97',
            'send target 1 2 at 100',
            'send target 2 1 at 101',
            'send target 3 1 at 102',
          ],
        ],
        [
          'entry 4 100',
          [
            'change stop 8 stop 97.5',
            'change target 1 4 at 100.5',
            'change target 2 2 at 101.5',
            'change target 3 2 at 102.5',
          ],
        ],
      ],
    ],
    [
      'an entry whose position was left opens no other',
      ONE,
      [
        ['entry 4 100', ['send stop 4 stop 98', 'send target 4 at 103']],
        ['target 4 103', ['cancel entry', 'cancel stop']],
      ],
    ],
    [
      'a share that a target has filled already falls to the next',
      THREE,
      [
        [
          'entry 4 100',
          [
            'send stop 4 stop 98',
            'send target 1 2 at 101',
            'send target 2 1 at 102',
            'send target 3 1 at 103',
          ],
        ],
        ['target 1 2 101', ['change stop 2']],
        ['entry 6 100', ['change stop 8', 'change target 2 5', 'change target 3 3']],
      ],
    ],
  ])('%s', (_name, wanted, course) => {
    const desk = openExitDesk({ folder: temporaryFolder() });
    const ids = desk.enter('buy', '10', '100', wanted);
    desk.asked();
    for (const [fill, asked] of course) {
      const [, name = '', quantity = '', price = ''] = /^(.+) (\S+) (\S+)$/.exec(fill)!;
      desk.fill(ids[name]!, quantity, price);
      expect([fill, desk.asked()]).toEqual([fill, asked]);
    }
    desk.close();
  });

  it('a cancelled entry leaves the exits of what it filled, and those of nothing end', () => {
    const desk = openExitDesk({ folder: temporaryFolder() });
    const ids = desk.enter('buy', '10', '100', THREE);
    desk.fill(ids['entry']!, '1', '100');
    desk.asked();
    desk.desk.cancel(ids['entry']!, 'enough', 2_000);
    desk.journal.commit();
    expect(desk.asked()).toEqual(['cancel entry']);
    const status = (name: string) => desk.order(ids[name]!).status;
    expect(['stop', 'target 1', 'target 2', 'target 3'].map(status)).toEqual([
      'working',
      'cancelled',
      'cancelled',
      'working',
    ]);
    desk.close();
  });

  it('nothing is given to one target before another has given it up', () => {
    const desk = openExitDesk({ folder: temporaryFolder(), isPrompt: false });
    const third = { share: '0.33333333' };
    const ids = desk.enter('buy', '6', '100', {
      exits: { targets: [1, 2, 3].map((distance) => ({ distance: String(distance), ...third })) },
    });
    for (let i = 0; i < 1; i++) desk.answer();
    desk.fill(ids['entry']!, '1', '100');
    desk.answer();
    // The last has one; with two, the second is to have one as well, and with three all have.
    desk.asked();
    desk.fill(ids['entry']!, '1', '100');
    desk.fill(ids['entry']!, '1', '100');
    expect(desk.asked()).toEqual(['send target 2 1 at 102', 'send target 1 1 at 101']);
    desk.close();
  });

  it('a refused change is not asked for again, another is', () => {
    const desk = openExitDesk({ folder: temporaryFolder(), isPrompt: false });
    const ids = desk.enter('buy', '10', '100', ONE);
    desk.answer();
    desk.fill(ids['entry']!, '4', '100');
    desk.answer();
    desk.answer();
    desk.fill(ids['entry']!, '1', '100');
    desk.asked();
    const reason = 'no';
    desk.tell({ kind: 'replace-rejected', clientOrderId: ids['stop']!, reason, eventTime: 1 });
    expect(desk.asked()).toEqual([]);
    desk.desk.realign(2_000);
    expect(desk.asked()).toEqual([]);
    desk.fill(ids['entry']!, '5', '100');
    expect(desk.asked()).toEqual(['change stop 10']);
    desk.close();
  });
});

describe('break-even', () => {
  const enter = (folder: string) => {
    const desk = openExitDesk({ folder });
    const ids = desk.enter('buy', '4', '100', THREE);
    desk.fill(ids['entry']!, '4', '100');
    desk.asked();
    return { desk, ids };
  };

  it('moves the stop once its price is reached, or jumped over, and never back', () => {
    const { desk, ids } = enter(temporaryFolder());
    desk.tick(100.99);
    expect(desk.asked()).toEqual([]);
    desk.tick(104);
    expect(desk.asked()).toEqual(['change stop stop 100.25']);
    desk.tick(100.5);
    desk.tick(105);
    expect(desk.asked()).toEqual([]);
    expect(desk.order(ids['stop']!)).toMatchObject({
      stopPrice: parseDecimal('100.25'),
      hasBrokenEven: true,
    });
    desk.close();
  });

  it('is kept when the venue could not be told, over a start and a fallen price', () => {
    const folder = temporaryFolder();
    const before = openExitDesk({ folder, isPrompt: false });
    const ids = before.enter('buy', '4', '100', THREE);
    before.answer();
    before.fill(ids['entry']!, '4', '100');
    // The stop is sent and not acknowledged: it cannot be changed yet.
    before.tick(101);
    expect(before.order(ids['stop']!)).toMatchObject({ status: 'sent', hasBrokenEven: true });
    before.close();
    const after = openExitDesk({ folder });
    after.name(ids['stop']!, 'stop');
    after.atVenue.set(ids['stop']!, { quantity: parseDecimal('4'), filled: 0n });
    after.tick(99);
    after.tell({ kind: 'acknowledged', clientOrderId: ids['stop']!, venueOrderId: 'V', eventTime: 2 });
    expect(after.asked()).toEqual(['change stop stop 100.25']);
    after.close();
  });

  it('of a short is the mirror', () => {
    const desk = openExitDesk({ folder: temporaryFolder() });
    const ids = desk.enter('sell', '4', '100', THREE);
    desk.fill(ids['entry']!, '4', '100');
    desk.asked();
    desk.tick(98.5);
    expect(desk.asked()).toEqual(['change stop stop 99.75']);
    desk.close();
  });

  it.each([
    [
      'a stop that trails is watched by the engine, whatever the broker knows',
      { trail: { distance: '2' } },
      'trailing-stop',
    ],
  ] as const)('%s', (_name, trail, type) => {
    const desk = openExitDesk({ folder: temporaryFolder() });
    const ids = desk.enter('buy', '4', '100', {
      exits: { stop: { distance: '2' }, ...trail, breakEven: { after: '1', offset: '0.5' } },
    });
    desk.fill(ids['entry']!, '4', '100');
    expect(desk.order(ids['stop']!)).toMatchObject({ type, status: 'held', isEmulated: true });
    desk.tick(101);
    expect(desk.order(ids['stop']!).stopPrice).toBe(parseDecimal('100.5'));
    desk.tick(103);
    expect(desk.order(ids['stop']!).stopPrice).toBe(parseDecimal('101'));
    desk.asked();
    desk.tick(100.9);
    expect(desk.asked()).toEqual(['send stop 4 stop 101']);
    desk.close();
  });
});
