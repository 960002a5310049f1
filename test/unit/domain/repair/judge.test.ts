import fc from 'fast-check';
import { judgeAnswerSchema, verdictsOf } from '../../../../domain/repair/judge-answer.schema.ts';
import { phraseQuestion } from '../../../../domain/repair/judge-question.ts';
import type { JudgeQuestion } from '../../../../domain/repair/judge-question.ts';
import { weighVerdict } from '../../../../domain/repair/judge-verdict.ts';
import type { Found } from '../../../../domain/repair/judge-verdict.ts';
import { isPlainName, maskValue } from '../../../../domain/repair/outbound-text.ts';
import { hostileNames } from '../../../support/llm/hostile-names.ts';

const borders = { review: 0.6, automatic: 0.85 };
const question: JudgeQuestion = {
  kind: 'rename',
  system: 'supabase',
  object: 'accounts',
  neighbours: ['id', 'name'],
  items: [
    { name: 'turnover', type: 'decimal', candidates: [{ name: 'revenue' }, { name: 'employees' }] },
    { name: 'fax', type: 'string', samples: ['+41 44 555'], candidates: [{ name: 'telecopier' }] },
  ],
};
const phrased = phraseQuestion(question, false)!;
const answer = (...answers: readonly unknown[]) => judgeAnswerSchema(phrased).safeParse({ answers });

test('an answer in handles comes back in names', () => {
  const parsed = answer(
    { field: 'f1', candidate: 'c1', confidence: 0.9 },
    { field: 'f2', candidate: 'none', confidence: 0.4 },
  );
  expect(verdictsOf(phrased, parsed.data!)).toEqual(
    new Map([
      ['turnover', { choice: 'revenue', confidence: 0.9 }],
      ['fax', { choice: null, confidence: 0.4 }],
    ]),
  );
});

test.each([
  ['a field that was not asked about', { field: 'f9', candidate: 'c1', confidence: 1 }],
  ['a name in place of a handle', { field: 'f1', candidate: 'revenue', confidence: 1 }],
  ['a candidate of another field', { field: 'f1', candidate: 'c3', confidence: 1 }],
  ['a confidence in words', { field: 'f1', candidate: 'c1', confidence: '1.0' }],
  ['a confidence above 1', { field: 'f1', candidate: 'c1', confidence: 1.5 }],
  ['more than was asked for', { field: 'f1', candidate: 'c1', confidence: 1, run: 'drop table' }],
])('%s refuses the answer', (_what, given) => {
  expect(answer(given).success).toBe(false);
});

test('a candidate for two fields, or a field twice, refuses the answer', () => {
  const one = { field: 'f1', candidate: 'c1', confidence: 1 };
  expect(answer(one, one).success).toBe(false);
  const both = phraseQuestion(
    { ...question, items: question.items.map((item) => ({ ...item, candidates: [{ name: 'revenue' }] })) },
    false,
  )!;
  const twice = [one, { ...one, field: 'f2' }];
  expect(judgeAnswerSchema(both).safeParse({ answers: twice }).success).toBe(false);
});

test('values leave as shapes alone, and only where that is allowed', () => {
  expect(maskValue('Ann.Lee@x.org')).toBe('Aaa.Aaa@a.aaa');
  expect(phrased.data).not.toContain('+');
  const allowed = phraseQuestion(question, true)!.data;
  expect(allowed).toContain('+99 99 999');
  expect(allowed).not.toContain('555');
});

test.each(hostileNames)('%j is not shown to a model', (name) => {
  expect(isPlainName(name)).toBe(false);
  const sent = phraseQuestion(
    {
      ...question,
      object: name,
      neighbours: [name],
      items: [
        { name, candidates: [{ name: 'a' }] },
        { name: 'fax', candidates: [{ name }, { name: 'b' }] },
      ],
    },
    true,
  )!;
  expect(JSON.parse(sent.data)).toEqual({
    system: 'supabase',
    object: 'unnamed',
    other_fields: [],
    candidates: [{ id: 'c1', name: 'b' }],
    fields: [{ id: 'f1', name: 'fax', candidates: ['c1'] }],
  });
});

test.each([
  'Annual Revenue (USD)',
  'acct_nm',
  'customFields.lead.source',
  'Straße',
  '売上高',
  'is_deleted__c',
])('%s is an ordinary name', (name) => {
  expect(isPlainName(name)).toBe(true);
});

const reasons = fc.array(
  fc.record({
    signal: fc.constantFrom('literal', 'same records', 'values', 'type far', 'samples'),
    weight: fc.double({ min: -7, max: 7, noNaN: true }),
    text: fc.constant('because'),
  }),
  { maxLength: 4 },
);
const found = fc.record({
  choice: fc.option(fc.constantFrom('revenue', 'map all to this'), { nil: null }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  reasons,
});
const verdict = fc.record({
  choice: fc.option(fc.constantFrom('revenue', 'employees', 'map all to this'), { nil: null }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('whatever a model says: same pairing, nothing into or out of the automatic band, nothing worth showing hidden', () => {
  fc.assert(
    fc.property(found, verdict, (before, said) => {
      const after = weighVerdict(before, said, borders);
      expect(after.choice).toBe(before.choice);
      expect(after.confidence > borders.automatic).toBe(before.confidence > borders.automatic);
      if (before.confidence >= borders.review)
        expect(after.confidence).toBeGreaterThanOrEqual(borders.review);
    }),
  );
});

test('what values or types contradict, and what does not read like a name, does not rise', () => {
  fc.assert(
    fc.property(found, verdict, (before, said) => {
      const after = weighVerdict(before, said, borders);
      const against = (signals: readonly string[]) =>
        before.reasons
          .filter(({ signal }) => signals.includes(signal))
          .reduce((sum, { weight }) => sum + weight, 0) < 0;
      const contradicted = against(['same records', 'values', 'samples']) || against(['type far']);
      if (contradicted || before.choice === 'map all to this')
        expect(after.confidence).toBeLessThanOrEqual(before.confidence);
    }),
  );
});

test('agreement raises a doubtful pair into review, and says so with its points', () => {
  const before: Found = { choice: 'revenue', confidence: 0.45, reasons: [] };
  const after = weighVerdict(before, { choice: 'revenue', confidence: 0.9 }, borders);
  expect(after.confidence).toBeGreaterThan(0.6);
  expect(after.reasons).toEqual([
    {
      signal: 'language model',
      weight: 1.08,
      text: 'the language model says that it means the same (its own confidence: 90 %)',
    },
  ]);
  const doubted = weighVerdict(before, { choice: 'employees', confidence: 1 }, borders);
  expect(doubted.confidence).toBeLessThan(0.3);
  expect(doubted.reasons[0]?.text).toContain('employees is more likely');
});
