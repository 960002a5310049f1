import { canonicalEntities } from '../../../../domain/canonical/canonical-entities.ts';
import {
  judgedSuggestions,
  mappingPairs,
  openSuggestions,
  withMemory,
} from '../../../../domain/repair/advise-suggestions.ts';
import type { Recollection } from '../../../../domain/repair/recall.ts';
import { suggestFields } from '../../../../domain/repair/suggest-fields.ts';

const entity = canonicalEntities.account;
const question = {
  system: 'supabase',
  object: 'customers',
  entity,
  fields: [
    { name: 'company_name', type: 'string' as const },
    { name: 'zx_17', type: 'string' as const },
    { name: 'annual_turnover', type: 'decimal' as const },
  ],
};
const borders = { review: 0.6, automatic: 0.85 };
const found = suggestFields(question);
const memory = (source: string, field: string, known: Partial<Recollection>) => (from: string, to: string) =>
  from === source && to === field ? { history: 0, covered: false, barred: false, ...known } : undefined;
const of = (suggestions: typeof found, source: string) => suggestions.find((one) => one.source === source);

test('memory is asked for every pair, canonical fields by entity and name', () => {
  const pairs = mappingPairs(question);
  expect(pairs).toHaveLength(3 * entity.fields.length);
  expect(pairs).toContainEqual({
    kind: 'mapping',
    system: 'supabase',
    object: 'customers',
    from: 'zx_17',
    to: 'account.phone',
  });
});

test('approvals raise a suggestion, rejections lower it, each with its points', () => {
  const name = of(found, 'annual_turnover')!;
  const with_ = (history: number) =>
    of(withMemory(question, found, memory('annual_turnover', name.field!, { history })), 'annual_turnover')!;
  expect(with_(0.5).confidence).toBeGreaterThan(name.confidence);
  expect(with_(-0.5).confidence).toBeLessThan(name.confidence);
  expect(with_(0.5).reasons[0]).toEqual({
    signal: 'history',
    weight: 1.25,
    text: 'people approved this before',
  });
  expect(with_(0)).toEqual(name);
});

test('a field whose name says nothing is taken from memory, for a person to see', () => {
  expect(of(found, 'zx_17')?.field).toBeNull();
  const remembered = withMemory(question, found, memory('zx_17', 'phone', { covered: true, history: 0.5 }));
  expect(of(remembered, 'zx_17')).toMatchObject({ field: 'phone', confidence: 0.8 });
  expect(
    of(withMemory(question, found, memory('zx_17', 'phone', { history: 0.4 })), 'zx_17')?.field,
  ).toBeNull();
});

test('only what is not sure is asked, with what the free canonical fields mean', () => {
  const { items, neighbours } = openSuggestions(question, found, borders);
  const sure = found.filter(({ field, confidence }) => field !== null && confidence > 0.85);
  expect(sure.length).toBeGreaterThan(0);
  expect(neighbours).toEqual(sure.map(({ source }) => source));
  expect(items.map(({ name }) => name)).not.toContain(sure[0]?.source);
  for (const { candidates } of items) {
    expect(candidates.map(({ name }) => name)).not.toContain(sure[0]?.field);
    expect(candidates.every(({ note = '' }) => note.length > 0)).toBe(true);
  }
});

test('a verdict moves the confidence and nothing else', () => {
  const doubtful = found.map((one) => ({ ...one, confidence: 0.5 }));
  const choice = of(doubtful, 'annual_turnover')!.field;
  const judged = judgedSuggestions(
    doubtful,
    new Map([['annual_turnover', { choice, confidence: 1 }]]),
    borders,
  );
  expect(judged.map(({ field }) => field)).toEqual(doubtful.map(({ field }) => field));
  expect(of(judged, 'annual_turnover')!.confidence).toBeGreaterThan(0.6);
});
