import { automaticPart, policiesAt, withoutIgnored } from '../../../../domain/repair/by-policy.ts';
import type { PolicyOf } from '../../../../domain/repair/by-policy.ts';
import type { RepairPolicy } from '../../../../domain/repair/policy.ts';
import type { Proposal } from '../../../../domain/repair/propose.ts';
import type { FieldChange } from '../../../../domain/repair/repair.ts';
import { parseMapping } from '../../../../domain/mapping/parse.ts';

const mapping = parseMapping(`
system: supabase
object: firms
entity: account
version: 1
key: id
fields: { name: title, industry: sector, phone: phone_no, website: site }
`);

const change = (field: string, lost: readonly string[], more: Partial<FieldChange> = {}) => ({
  entity: 'account' as const,
  agreement: null,
  change: {
    id: `account.${field}`,
    kind: 'rename' as const,
    part: 'field' as const,
    field,
    lost,
    found: [`${field}_now`],
    before: null,
    after: null,
    confidence: 0.9,
    evidence: [],
    selected: true,
    ...more,
  },
});

const proposal = (changes: ReturnType<typeof change>[], unresolved: readonly string[] = []): Proposal => ({
  mappings: [{ mapping, changes }],
  unresolved,
  confidence: 0.5,
});

const policyOf: PolicyOf = policiesAt(
  (
    [
      ['sector', 'auto'],
      ['phone_no', 'ignore'],
      ['site', 'ask'],
      ['other', 'auto'],
    ] as const satisfies readonly (readonly [string, RepairPolicy])[]
  ).map(([field, policy]) => ({ connection_id: null, object: null, field, policy })),
  { connectionId: 'c', object: 'firms' },
);

const fieldsOf = (part: Proposal | null): readonly string[] | undefined =>
  part?.mappings.flatMap(({ changes }) => changes.map(({ change: { field } }) => field));

const industry = change('industry', ['sector']);
const phone = change('phone', ['phone_no']);
const website = change('website', ['site'], { confidence: 0.7 });

test('what gives back ignored fields alone is not offered, and an ignored loss keeps nothing waiting', () => {
  const wanted = withoutIgnored(proposal([industry, phone], ['phone_no', 'site']), policyOf);
  expect([fieldsOf(wanted), wanted.unresolved, wanted.confidence]).toEqual([['industry'], ['site'], 0.9]);
  const merged = change('name', ['sector', 'phone_no']);
  expect(fieldsOf(withoutIgnored(proposal([merged]), policyOf))).toEqual(['name']);
  expect(withoutIgnored(proposal([phone]), policyOf).mappings).toEqual([]);
});

test('the automatic part is what waits for nobody, with a confidence of its own', () => {
  const part = automaticPart(proposal([industry, website]), policyOf);
  expect([fieldsOf(part), part?.unresolved, part?.confidence]).toEqual([['industry'], [], 0.9]);
  expect(fieldsOf(automaticPart(proposal([industry], ['site']), policyOf))).toEqual(['industry']);
  // What nobody knows of an automatic field is a part of it: it keeps its repair from being applied.
  expect(automaticPart(proposal([industry, website], ['other']), policyOf)?.unresolved).toEqual(['other']);
});

test('there is none where all or no fields are automatic, or where the others say how records are told apart', () => {
  expect(automaticPart(proposal([industry]), policyOf)).toBeNull();
  expect(automaticPart(proposal([industry], ['other']), policyOf)).toBeNull();
  expect(automaticPart(proposal([website]), policyOf)).toBeNull();
  const key = change('key', ['site'], { id: 'account:key', part: 'key' });
  expect(automaticPart(proposal([industry, key]), policyOf)).toBeNull();
});
