import fc from 'fast-check';
import { chance } from '../../../../bench/eval/chance.ts';
import { combineChanges } from '../../../../domain/profile/combine-changes.ts';
import { judgePairs } from '../../../../domain/profile/judge-pairs.ts';
import { judgeProfiles } from '../../../../domain/profile/judge-profiles.ts';
import { ObjectSketch } from '../../../../domain/profile/object-sketch.ts';
import type { MeaningChange } from '../../../../domain/profile/meaning.ts';
import type { ObjectProfile } from '../../../../domain/profile/profile.ts';

type Row = Readonly<Record<string, string | number | null | undefined>>;

const columns = ['id', 'name', 'stage', 'amount', 'closed', 'phone'];
const profileOf = (rows: readonly Row[]): ObjectProfile => {
  const sketch = new ObjectSketch(columns);
  sketch.add(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
  return sketch.profile();
};

const stages = ['Prospecting', 'Engaging', 'Won', 'Lost'];
const two = (number: number): string => String(number).padStart(2, '0');

/** Deals like those of a CRM; `scale` is how large they are, `year` when. */
const deals = (
  count: number,
  { seed = 1, first = 0, scale = 1, year = 2024, emptyPhones = 0.1 } = {},
): Row[] => {
  const random = chance(seed);
  return Array.from({ length: count }, (_, at) => ({
    id: first + at + 1,
    name: `Deal ${first + at} of ${Math.floor(random() * 1e6).toString(36)}`,
    stage: stages[Math.floor(random() ** 1.5 * stages.length)],
    amount: (scale * 10 ** (2 + 2 * random())).toFixed(2),
    closed: `${1 + Math.floor(12 * random())}/${1 + Math.floor(28 * random())}/${year}`,
    phone: random() < emptyPhones ? null : `+49 30 ${Math.floor(1e6 * random())}`,
  }));
};

const judge = (
  before: readonly Row[],
  now: readonly Row[],
  more: { samePopulation?: boolean; whole?: boolean; declared?: string[] } = {},
) =>
  judgeProfiles({
    object: 'deals',
    before: profileOf(before),
    now: profileOf(now),
    samePopulation: true,
    whole: true,
    mapped: columns,
    declared: [],
    key: ['id'],
    changeField: null,
    ...more,
  });
const found = (before: readonly Row[], now: readonly Row[]) =>
  judge(before, now).map(({ kind, field, becomes }) => [field, kind, becomes]);
const change = (rows: readonly Row[], how: (row: Row, at: number) => Row): Row[] =>
  rows.map((row, at) => ({ ...row, ...how(row, at) }));
const number = (cell: Row[string]): number => Number(cell);

describe('drift of meaning under an unchanged shape', () => {
  const before = deals(600);

  it.each([
    ['cents for euros', 100, '×100'],
    ['thousands for ones', 0.001, '÷1000'],
  ])('sees %s', (_what, factor, becomes) => {
    const now = change(deals(600, { seed: 2 }), ({ amount }) => ({
      amount: (number(amount) * factor).toFixed(5),
    }));
    expect(found(before, now)).toEqual([['amount', 'unit', becomes]]);
  });

  it('sees dates written in another way', () => {
    const iso = change(before, ({ closed }) => {
      const [month = '', day = '', year = ''] = String(closed).split('/');
      return { closed: `${year}-${two(Number(month))}-${two(Number(day))}` };
    });
    expect(found(before, iso)).toEqual([['closed', 'date_format', 'year-month-day']]);
    const seconds = change(before, ({ closed }) => ({ closed: Date.parse(String(closed)) / 1000 }));
    expect(found(before, seconds)).toEqual([['closed', 'date_format', 'a number']]);
  });

  it('sees day and month that have changed places', () => {
    const dayFirst = change(deals(400, { seed: 3 }), ({ closed }) => {
      const [month = '', day = '', year = ''] = String(closed).split('/');
      return { closed: `${day}/${month}/${year}` };
    });
    expect(found(before, dayFirst)).toEqual([['closed', 'date_format', 'day before month']]);
    expect(found(dayFirst, before)).toEqual([['closed', 'date_format', 'month before day']]);
  });

  it('sees another word for a stage, and a new one', () => {
    const renamed = change(before, ({ stage }) => ({ stage: stage === 'Won' ? 'Closed Won' : stage }));
    expect(found(before, renamed)).toEqual([['stage', 'enum_values', 'new values']]);
    expect(judge(before, renamed)[0]?.evidence).toHaveLength(2);
    const added = change(before, ({ stage }, at) => ({ stage: at % 10 === 0 ? 'On hold' : stage }));
    expect(found(before, added)).toEqual([['stage', 'enum_values', 'new values']]);
  });

  it('sees a field that is no longer filled in', () => {
    const emptier = change(before, ({ phone }, at) => ({ phone: at % 2 === 0 ? '' : phone }));
    expect(found(before, emptier)).toEqual([['phone', 'null_rate', 'emptier']]);
    expect(judge(before, emptier, { samePopulation: false })).toEqual([]);
  });

  it('sees keys that stand in several rows', () => {
    const repeated = change(before, ({ id }) => ({ id: 1 + (Number(id) % 500) }));
    expect(found(before, repeated)).toEqual([['id', 'key_reuse', 'repeated']]);
    expect(judge(before, repeated, { whole: false })).toEqual([]);
  });

  it('looks at what a mapping reads alone', () => {
    const now = change(before, ({ amount }) => ({ amount: number(amount) * 1000, phone: null }));
    const question = { object: 'deals', before: profileOf(before), now: profileOf(now) };
    const rest = { samePopulation: true, whole: true, declared: [], key: ['id'], changeField: null };
    expect(judgeProfiles({ ...question, ...rest, mapped: ['id', 'name'] })).toEqual([]);
    expect(judgeProfiles({ ...question, ...rest, mapped: ['phone'] })).toHaveLength(1);
  });
});

describe('what never alarms', () => {
  const seeds = fc.integer({ min: 1, max: 2 ** 30 });
  const sizes = fc.integer({ min: 0, max: 400 });

  it('the same data, read again or drawn anew', () => {
    fc.assert(
      fc.property(seeds, seeds, sizes, sizes, (one, other, few, many) => {
        const before = deals(many, { seed: one });
        expect(judge(before, before)).toEqual([]);
        expect(judge(before, deals(few, { seed: other, first: 5_000 }))).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });

  it('small samples, whatever they hold', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 0, max: 49 }),
        fc.integer({ min: 1, max: 6 }),
        (seed, few, power) => {
          const strange = change(deals(few, { seed }), ({ amount }) => ({
            amount: number(amount) * 10 ** power,
            stage: 'Strange',
            closed: '2024-01-01',
            phone: null,
          }));
          expect(judge(deals(600), strange)).toEqual([]);
          expect(judge(strange, deals(600))).toEqual([]);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('a table that is just being filled, whatever runs on in it', () => {
    const counted = (count: number, first = 0): Row[] =>
      Array.from({ length: count }, (_, at) => ({
        id: first + at,
        name: `Deal ${at}`,
        amount: at + 0.25,
        phone: null,
      }));
    expect(judge(counted(60), counted(6_000))).toEqual([]);
    expect(judge(deals(60), [...deals(60), ...counted(900, 1_000)])).toEqual([]);
  });

  it('a new value that the source declares: its shape says so', () => {
    const before = deals(300);
    const added = change(before, ({ stage }, at) => ({ stage: at % 10 === 0 ? 'On hold' : stage }));
    expect(judge(before, added, { declared: ['stage'] })).toEqual([]);
  });

  it('a business that grows, season by season, up to tenfold', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.1, max: 10, noNaN: true }), (seed, scale) => {
        const later = deals(800, { seed, scale, year: 2025, first: 3_000, emptyPhones: 0.15 });
        expect(judge(deals(600), later)).toEqual([]);
        expect(judge(deals(600), [...deals(600), ...later])).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });
});

describe('the same records before and after', () => {
  const before = deals(80);
  const ask = (after: readonly Row[], mapped = columns, was: readonly Row[] = before) =>
    judgePairs({
      object: 'deals',
      pairs: was.map((row, at) => ({ before: row as never, after: (after[at] ?? row) as never })),
      before: profileOf(was),
      mapped,
      key: ['id'],
      changeField: null,
    }).map(({ kind, field, becomes }) => [field, kind, becomes]);

  it('tell units that lie close together', () => {
    const pounds = change(before, ({ amount }) => ({ amount: (number(amount) * 2.20462262).toFixed(2) }));
    expect(ask(pounds)).toEqual([['amount', 'unit', '×2.20462262']]);
  });

  it('do not take a raise of all prices for another unit', () => {
    expect(ask(change(before, ({ amount }) => ({ amount: (number(amount) * 1.1).toFixed(2) })))).toEqual([]);
  });

  it("tell fields that hold each other's values, whatever reads them", () => {
    const swapped = change(before, ({ name, phone }) => ({ name: phone, phone: name }));
    const both = [
      ['name', 'swap', 'phone'],
      ['phone', 'swap', 'name'],
    ];
    expect(ask(swapped)).toEqual(both);
    expect(ask(swapped, ['id', 'name'])).toEqual(both.slice(0, 1));
  });

  it('tell columns that have moved under their names, also where one of them tells little', () => {
    const moved = change(before, ({ name, phone, stage }) => ({ name: stage, phone: name, stage: phone }));
    expect(ask(moved)).toEqual([
      ['name', 'swap', 'stage'],
      ['phone', 'swap', 'name'],
      ['stage', 'swap', 'phone'],
    ]);
  });

  it('tell a field that took the place of another one, which was given a name of its own', () => {
    const renamed = before.map(({ phone, name, ...row }) => ({ ...row, name: phone, title: name }));
    expect(ask(renamed)).toEqual([['name', 'swap', 'phone']]);
    expect(ask(before, columns, renamed)).toEqual([['name', 'swap', 'title']]);
  });

  it('do not take a new name for a move, whoever reads it', () => {
    const renamed = before.map(({ phone, ...row }) => ({ ...row, telephone: phone }));
    expect(ask(renamed, [...columns, 'telephone'])).toEqual([]);
  });

  it('do not take what was copied for moved', () => {
    expect(ask(change(before, ({ name }) => ({ phone: name, name: `${String(name)} 2` })))).toEqual([]);
    const merged = before.map(({ phone, stage: _stage, ...row }) => ({ ...row, stage: phone }));
    expect(
      ask(
        merged,
        columns,
        change(before, () => ({ stage: null })),
      ),
    ).toEqual([]);
    const tidied = before.map(({ phone, ...row }) => ({ ...row, stage: phone }));
    const untidy = change(before, ({ phone }) => ({ stage: phone === null ? null : `${String(phone)}.` }));
    expect(ask(tidied, columns, untidy)).toEqual([]);
  });

  it('tell a field under whose name another one stands, its own values being gone', () => {
    const dropped = before.map(({ phone, ...row }) => ({ ...row, name: phone }));
    expect(ask(dropped)).toEqual([['name', 'swap', 'phone']]);
  });

  it('do not take flags that change places for swapped fields', () => {
    const flagged = (open: boolean) =>
      before.map((row) => ({ ...row, stage: open ? 'yes' : 'no', closed: open ? 'no' : 'yes' }));
    expect(ask(flagged(false), columns, flagged(true))).toEqual([]);
  });

  it('tell keys that were given to other things', () => {
    const others = deals(80, { seed: 9, first: 900, emptyPhones: 0 });
    const reused = change(before, (row, at) => ({ ...others[at], id: row['id'] }));
    expect(ask(reused)).toEqual([['id', 'key_reuse', 'other records']]);
  });

  it('do not take names that are written otherwise for other things', () => {
    const shouted = change(before, ({ name, phone }) => ({
      name: String(name).toUpperCase(),
      phone: phone === null ? null : String(phone).replaceAll(' ', '-'),
    }));
    expect(ask(shouted)).toEqual([]);
  });
});

describe('what holds from read to read', () => {
  const scaled = (becomes: string, by: MeaningChange['by'] = 'records'): MeaningChange => ({
    ...{ kind: 'unit', severity: 'breaking', object: 'deals', field: 'amount', evidence: [] },
    ...{ becomes, by },
  });
  const reuse: MeaningChange = { ...scaled('other records'), kind: 'key_reuse', field: 'id' };

  it('is what records have shown, until they show it undone', () => {
    expect(combineChanges({ open: [scaled('×7')], records: [], values: [] })).toEqual([scaled('×7')]);
    expect(combineChanges({ open: [scaled('×7')], records: [scaled('÷7')], values: [] })).toEqual([]);
    expect(combineChanges({ open: [scaled('×7')], records: [scaled('×60')], values: [] })).toEqual([
      scaled('×60'),
    ]);
  });

  it('is a swap until the fields are swapped again', () => {
    const swap: MeaningChange = { ...scaled('phone'), kind: 'swap' };
    expect(combineChanges({ open: [swap], records: [], values: [] })).toEqual([swap]);
    expect(combineChanges({ open: [swap], records: [swap], values: [] })).toEqual([]);
  });

  it('is a move of columns until they have gone back', () => {
    const swap = (field: string, becomes: string): MeaningChange => ({
      ...scaled(becomes),
      kind: 'swap',
      field,
    });
    const there = [swap('a', 'b'), swap('b', 'c'), swap('c', 'a')];
    const back = [swap('a', 'c'), swap('b', 'a'), swap('c', 'b')];
    expect(combineChanges({ open: there, records: back, values: [] })).toEqual([]);
    expect(combineChanges({ open: there.slice(0, 1), records: back.slice(0, 1), values: [] })).toEqual([]);
    expect(combineChanges({ open: [], records: back, values: [] })).toEqual(back);
  });

  describe('of fields that are swapped once more', () => {
    const swap = (field: string, becomes: string): MeaningChange => ({
      ...scaled(becomes),
      kind: 'swap',
      field,
    });
    const brief = (changes: readonly MeaningChange[]) =>
      changes.map(({ field, becomes }) => [field, becomes]);
    const there = [swap('a', 'b'), swap('b', 'a')];

    it('is where each one stands then, not that they were put back', () => {
      const on = [swap('b', 'c'), swap('c', 'b')];
      const now = combineChanges({ open: there, records: on, values: [] });
      expect(brief(now)).toEqual([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ]);
      expect(now.at(-1)?.evidence).toEqual(['b held what a held before']);
      expect(brief(combineChanges({ open: now, records: on, values: [] })).sort()).toEqual(brief(there));
    });

    it('is told for the fields that mappings read, whatever else is part of it', () => {
      const on = combineChanges({ open: there, records: [swap('b', 'unread')], values: [] });
      expect(brief(on)).toEqual([
        ['a', 'b'],
        ['b', 'unread'],
      ]);
    });

    it('is nothing once every step was taken back, in whatever steps', () => {
      const names = ['a', 'b', 'c', 'd', 'e'];
      const step = fc.shuffledSubarray(names, { minLength: 2, maxLength: 2 });
      fc.assert(
        fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
          const held = new Map(names.map((name) => [name, name]));
          let open: readonly MeaningChange[] = [];
          for (const [one = '', other = ''] of steps) {
            const [first = '', second = ''] = [held.get(one), held.get(other)];
            held.set(one, second).set(other, first);
            open = combineChanges({ open, records: [swap(one, other), swap(other, one)], values: [] });
          }
          expect(brief(open).sort()).toEqual([...held].filter(([name, origin]) => name !== origin).sort());
        }),
      );
    });
  });

  it('is what values show now, one change a field', () => {
    const seen = scaled('×1000', 'values');
    expect(combineChanges({ open: [seen], records: [], values: [seen] })).toEqual([seen]);
    expect(combineChanges({ open: [seen], records: [], values: [] })).toEqual([]);
    expect(combineChanges({ open: [seen], records: [scaled('÷1000')], values: [] })).toEqual([]);
    expect(combineChanges({ open: [], records: [scaled('×1000')], values: [seen] })).toEqual([
      scaled('×1000'),
    ]);
  });

  it('is nothing but the keys where they name other records', () => {
    expect(combineChanges({ open: [reuse], records: [], values: [scaled('×60', 'values')] })).toEqual([
      reuse,
    ]);
  });
});
