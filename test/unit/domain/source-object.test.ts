import { standingOf } from '../../../domain/states/source-object.ts';
import type { ObjectFacts } from '../../../domain/states/source-object.ts';

const well: ObjectFacts = {
  mapped: true,
  pausedAt: null,
  stopped: null,
  failure: null,
  held: null,
  ticket: null,
  everRead: true,
};

test('the gravest thing is told of an object, and before all that somebody has paused it', () => {
  const facts: [Partial<ObjectFacts>, string][] = [
    [{ pausedAt: '2026-11-22T08:00:00.000Z' }, 'paused'],
    [{ mapped: false }, 'unmapped'],
    [{ stopped: 'too many bad records' }, 'stopped'],
    [{ failure: 'source_permission_denied: no' }, 'failing'],
    [{ held: 'the key is lost' }, 'held'],
    [{ ticket: 'field_removed' }, 'drifted'],
    [{ everRead: false }, 'new'],
  ];
  let all = well;
  for (const [fact, state] of facts.toReversed()) {
    all = { ...all, ...fact };
    expect(standingOf('accounts', all).state).toBe(state);
    expect(standingOf('accounts', { ...well, ...fact }).state).toBe(state);
  }
  expect(standingOf('accounts', well)).toEqual({ state: 'current', reason: null });
  expect(standingOf('accounts', { ...well, ticket: 'field_removed' }).reason).toBe(
    'accounts has changed (field removed); its ticket is open',
  );
});
