import fc from 'fast-check';
import { nextStep } from '../../../../domain/repair/next-step.ts';
import type { RepairSituation, TicketSituation } from '../../../../domain/repair/next-step.ts';
import { driftStates } from '../../../../domain/states/drift.ts';
import { repairStates } from '../../../../domain/states/repair.ts';

const repair = (more: Partial<RepairSituation> = {}): RepairSituation => ({
  state: 'proposed',
  previewed: true,
  shadowed: false,
  switched: false,
  expiresAt: null,
  remindAt: null,
  ...more,
});

const ticket = (more: Partial<TicketSituation> = {}): TicketSituation => ({
  state: 'waiting',
  closing: false,
  replay: 'none',
  repair: null,
  now: 1_000,
  ...more,
});

test.each([
  ['a closed ticket', ticket({ state: 'closed' }), 'closed'],
  ['an open one', ticket({ state: 'open' }), 'propose'],
  ['one that nothing answers', ticket({ state: 'manual' }), 'wait'],
  ['a proposal without its preview', ticket({ repair: repair({ previewed: false }) }), 'preview'],
  ['a proposal that nobody saw yet', ticket({ state: 'proposing', repair: repair() }), 'offer'],
  ['a reminder that is due', ticket({ repair: repair({ remindAt: 1_000, expiresAt: 2_000 }) }), 'remind'],
  [
    'a proposal whose time is over',
    ticket({ repair: repair({ remindAt: 900, expiresAt: 1_000 }) }),
    'expire',
  ],
  ['an approval', ticket({ repair: repair({ state: 'approved' }) }), 'begin'],
  ['inactive versions', ticket({ state: 'applying', repair: repair({ state: 'applying' }) }), 'shadow'],
  ['versions that were checked', ticket({ repair: repair({ state: 'applying', shadowed: true }) }), 'switch'],
  ['active versions', ticket({ repair: repair({ state: 'applying', switched: true }) }), 'replay'],
  [
    'a replay that has ended',
    ticket({ replay: 'ended', repair: repair({ state: 'applying', switched: true }) }),
    'finish',
  ],
  [
    'a change of the source behind the switch: the repair ends first',
    ticket({ state: 'open', replay: 'ended', repair: repair({ state: 'applying', switched: true }) }),
    'finish',
  ],
  ['a refusal', ticket({ repair: repair({ state: 'rejected' }) }), 'rest'],
  ['a source that was put back', ticket({ state: 'applying', closing: true }), 'replay'],
  ['its proposal', ticket({ state: 'applying', closing: true, repair: repair() }), 'withdraw'],
  [
    'its approval, not switched yet',
    ticket({ state: 'applying', closing: true, repair: repair({ state: 'applying' }) }),
    'withdraw',
  ],
  ['its replay, done', ticket({ state: 'applying', closing: true, replay: 'ended' }), 'close'],
] as const)('%s', (_what, situation, step) => {
  expect(nextStep(situation).step).toBe(step);
});

test('waits exactly until the next thing is due', () => {
  const situation = ticket({ repair: repair({ remindAt: 5_000, expiresAt: 3_000 }) });
  expect(nextStep(situation)).toEqual({ step: 'wait', waitMs: 2_000 });
});

test('nothing is applied without an approval, and a switched repair is always brought to its end', () => {
  const arbitrary = fc.record({
    state: fc.constantFrom(...driftStates),
    closing: fc.boolean(),
    replay: fc.constantFrom('none', 'running', 'ended', 'not needed' as const),
    now: fc.nat(10_000),
    repair: fc.option(
      fc.record({
        state: fc.constantFrom(...repairStates),
        previewed: fc.boolean(),
        shadowed: fc.boolean(),
        switched: fc.boolean(),
        expiresAt: fc.option(fc.nat(10_000)),
        remindAt: fc.option(fc.nat(10_000)),
      }),
    ),
  });
  fc.assert(
    fc.property(arbitrary, (situation) => {
      const { step, waitMs } = nextStep(situation);
      const state = situation.repair?.state;
      if (['begin', 'shadow', 'switch', 'finish'].includes(step))
        expect(['approved', 'applying']).toContain(state);
      if (state === 'applying' && situation.repair?.switched === true)
        expect(['replay', 'wait', 'finish']).toContain(step);
      if (step === 'wait' && waitMs !== null) expect(waitMs).toBeGreaterThan(0);
    }),
  );
});
