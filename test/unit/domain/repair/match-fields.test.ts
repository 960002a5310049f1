import fc from 'fast-check';
import { matchFields } from '../../../../domain/repair/match-fields.ts';
import type { FieldShape, RenameQuestion } from '../../../../domain/repair/rename-features.ts';
import { fieldTypes } from '../../../../domain/schema/types.ts';

const field = (name: string, type: FieldShape['type'] = 'string'): FieldShape => ({ name, type });
const question = (lost: FieldShape[], fresh: FieldShape[], object = 'accounts'): RenameQuestion => ({
  object,
  lost,
  fresh,
  kept: [],
});
const best = (asked: RenameQuestion) => matchFields(asked)[0];

const shapes = fc.uniqueArray(
  fc.record({
    name: fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'user_id', 'amount', 'acct name'),
    ),
    type: fc.constantFrom(...fieldTypes),
  }),
  { maxLength: 6, selector: ({ name }) => name },
);

describe('matchFields', () => {
  it('knows spelling, abbreviation, synonym and the object’s own words', () => {
    const found = matchFields(
      question(
        [
          field('cust_email'),
          field('shippedAt', 'timestamp'),
          field('account_description'),
          field('amt', 'decimal'),
        ],
        [
          field('description'),
          field('customerEmail'),
          field('amount', 'decimal'),
          field('delivered_at', 'timestamp'),
        ],
      ),
    );
    expect(found.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([
      'account_description description',
      'amt amount',
      'cust_email customerEmail',
      'shippedAt delivered_at',
    ]);
    expect(found.every(({ confidence }) => confidence > 0.85)).toBe(true);
  });

  it('never lets strangers into the review band by names and types alone', () => {
    expect(
      best(question([field('aspect_id', 'integer')], [field('invoice_id', 'integer')]))?.confidence,
    ).toBeLessThan(0.6);
    expect(best(question([field('email_signature')], [field('email_content')]))?.confidence).toBeLessThan(
      0.6,
    );
    expect(
      best(question([field('locked', 'boolean')], [field('release_time', 'timestamp')]))?.confidence ?? 0,
    ).toBeLessThan(0.3);
  });

  it('finds strangers where the values of the same records say so', () => {
    const asked = question([field('opportunity_id')], [field('order_ref')], 'deals');
    const agreement = { records: 400, equal: 399, byChance: 0.01 };
    const found = matchFields(asked, () => ({ agreement }))[0];
    expect(found?.confidence).toBeGreaterThan(0.95);
    expect(found?.reasons[0]).toMatchObject({ signal: 'same records' });
  });

  it('gives up a likely name when the values of the same records differ', () => {
    const asked = question([field('phone')], [field('phone_number')]);
    const agreement = { records: 400, equal: 0, byChance: 0.01 };
    expect(matchFields(asked, () => ({ agreement }))[0]?.confidence).toBeLessThan(
      best(asked)?.confidence ?? 0,
    );
  });

  it.each([
    ['status', 'status_code', 0.5],
    ['status', 'Status', 0.65],
  ])('never takes %s for %s by itself when the same records hold other values', (lost, fresh, most) => {
    const asked = question([field(lost), field('kept')], [field(fresh), field('other')]);
    const said = (equal: number): number =>
      matchFields(asked, (from) =>
        from === lost ? { agreement: { records: 40, equal, byChance: 0.2 } } : undefined,
      ).find(({ from }) => from === lost)?.confidence ?? 0;
    expect(said(19)).toBeLessThanOrEqual(most);
    expect(said(40)).toBeGreaterThan(0.85);
  });

  it('takes agreement of constant values for nothing', () => {
    const asked = question([field('deleted', 'boolean')], [field('zoned', 'boolean')]);
    const agreement = { records: 400, equal: 400, byChance: 1 };
    expect(matchFields(asked, () => ({ agreement }))[0]?.confidence ?? 0).toBeLessThan(0.85);
  });

  it('does not compare hundreds of columns that were exchanged at once', () => {
    const many = (prefix: string): FieldShape[] =>
      Array.from({ length: 201 }, (_, at) => field(`${prefix} column ${at}`));
    expect(matchFields(question(many('old'), many('new')))).toEqual([]);
  });

  it('pairs one to one, whatever the order, whatever the names', () => {
    fc.assert(
      fc.property(shapes, shapes, (lost, fresh) => {
        const found = matchFields(question(lost, fresh));
        const turned = matchFields(question([...lost].reverse(), [...fresh].reverse()));
        expect(turned).toEqual(found);
        expect(new Set(found.map(({ from }) => from)).size).toBe(found.length);
        expect(new Set(found.map(({ to }) => to)).size).toBe(found.length);
        expect(found.every(({ confidence }) => confidence >= 0 && confidence <= 1)).toBe(true);
      }),
    );
  });
});
