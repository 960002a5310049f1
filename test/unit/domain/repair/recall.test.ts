import { uncovered } from '../../../../domain/repair/coverage.ts';
import { embed } from '../../../../domain/repair/embedding.ts';
import type { JudgeQuestion } from '../../../../domain/repair/judge-question.ts';
import { matchFields } from '../../../../domain/repair/match-fields.ts';
import { recall } from '../../../../domain/repair/recall.ts';
import type { NamedPair, Remembered } from '../../../../domain/repair/recall.ts';

const pair = (from: string, to: string, object = 'accounts'): NamedPair => ({
  kind: 'rename',
  system: 'supabase',
  object,
  from,
  to,
});
const withVectors = <P extends NamedPair>(of: P) => ({
  ...of,
  fromVector: embed(of.from),
  toVector: embed(of.to),
});
const decided = (of: NamedPair, verdict: Remembered['verdict']): Remembered => ({
  ...withVectors(of),
  verdict,
});
const ask = (of: NamedPair, ...memory: readonly Remembered[]) =>
  recall([withVectors(of)], memory)[0] ?? { history: NaN, covered: true, barred: true };

const asked = pair('crm_ref', 'legacy_ptr');

test('without memory nothing is known', () => {
  expect(ask(asked)).toEqual({ history: 0, covered: false, barred: false });
});

test('an approval speaks for the pair in any object and covers the question', () => {
  const elsewhere = pair('crm_ref', 'legacy_ptr', 'contacts');
  const known = ask(asked, decided(elsewhere, 'approved'));
  expect(known).toMatchObject({ covered: true, barred: false });
  expect(known.history).toBeCloseTo(0.5);
  const more = ask(asked, decided(elsewhere, 'approved'), decided(asked, 'approved'));
  expect(more.history).toBeGreaterThan(0.5);
});

test('a name that hardly differs counts, another does not', () => {
  const spelled = ask(pair('CrmRef__c', 'legacyPointer'), decided(asked, 'approved'));
  expect(spelled.history).toBeGreaterThan(0.1);
  expect(ask(pair('fax', 'telecopier'), decided(asked, 'approved')).history).toBe(0);
});

test.each(['rejected', 'undone'] as const)(
  'what was %s counts against it and bars that very pair',
  (verdict) => {
    const known = ask(asked, decided(asked, verdict));
    expect(known).toMatchObject({ covered: false, barred: true });
    expect(known.history).toBeLessThan(-0.5);
    const elsewhere = ask(asked, decided(pair('crm_ref', 'legacy_ptr', 'contacts'), verdict));
    expect(elsewhere).toMatchObject({ barred: false });
    expect(elsewhere.history).toBeLessThan(0);
  },
);

test('a later approval does not lift the bar, and objections undo the cover', () => {
  const known = ask(asked, decided(asked, 'approved'), decided(asked, 'approved'), decided(asked, 'undone'));
  expect(known).toMatchObject({ covered: false, barred: true });
});

test('renames and mappings are different questions', () => {
  const mapping: NamedPair = { ...asked, kind: 'mapping', to: 'account.name' };
  expect(ask(mapping, decided(asked, 'approved')).history).toBe(0);
  expect(ask(mapping, decided({ ...mapping, to: 'account.phone' }, 'approved')).history).toBe(0);
  expect(ask(mapping, decided(mapping, 'approved')).covered).toBe(true);
});

test('approvals raise what the matcher says of a pair, rejections lower it', () => {
  const question = {
    object: 'accounts',
    lost: [{ name: 'crm_ref', type: 'string' as const }],
    fresh: [{ name: 'legacy_ptr', type: 'string' as const }],
    kept: ['id'],
  };
  const confidence = (...memory: readonly Remembered[]) =>
    matchFields(question, (from, to) => ({ history: ask(pair(from, to), ...memory).history }))[0]
      ?.confidence ?? 0;
  expect(confidence(decided(asked, 'approved'))).toBeGreaterThan(confidence());
  expect(confidence(decided(asked, 'rejected'))).toBeLessThan(confidence());
});

test('only what memory does not cover is left to ask', () => {
  const question: JudgeQuestion = {
    kind: 'rename',
    system: 'supabase',
    object: 'accounts',
    neighbours: [],
    items: [
      { name: 'crm_ref', candidates: [{ name: 'legacy_ptr' }, { name: 'telecopier' }] },
      { name: 'fax', candidates: [{ name: 'telecopier' }] },
      { name: 'gone', candidates: [] },
      { name: 'barred', candidates: [{ name: 'legacy_ptr' }] },
    ],
  };
  const memory = [decided(asked, 'approved'), decided(pair('barred', 'legacy_ptr'), 'rejected')];
  const left = uncovered(question, (from, to) => ask(pair(from, to), ...memory));
  expect(left.items.map(({ name }) => name)).toEqual(['fax']);
});
