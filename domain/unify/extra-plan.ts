import type { BlockingRule, Comparison, Extra, Feature, UnifyPlan } from './plan.ts';

/** The column under which the records bring the extra of this number. */
export const extraColumn = (index: number): string => `extra_value_${index}`;

const featureOf = (name: string, index: number, { kind }: Extra): Feature => {
  const cell = `au_clean(${extraColumn(index)})`;
  if (kind === 'date') return { name, counted: true, sql: `au_date(${cell})` };
  if (kind === 'number') return { name, sql: `au_number(${cell})` };
  return { name, counted: true, sql: `au_tidy(au_plain(${cell}))` };
};

const dateLevels = (name: string): Comparison['levels'] => {
  const part = (from: number, length: number): string =>
    `substr(l.${name}, ${from}, ${length}) = substr(r.${name}, ${from}, ${length})`;
  const [year, month, day] = [part(1, 4), part(5, 2), part(7, 2)];
  return [
    { name: 'the same', when: `l.${name} = r.${name}`, m: 0.7, u: 0.0005, rarity: name },
    { name: 'one digit apart', when: `au_digit_apart(l.${name}, r.${name})`, m: 0.1, u: 0.002 },
    {
      name: 'day and month exchanged',
      when: `${year} AND substr(l.${name}, 5, 2) = substr(r.${name}, 7, 2) AND substr(l.${name}, 7, 2) = substr(r.${name}, 5, 2)`,
      m: 0.01,
      u: 0.0003,
    },
    {
      name: 'two of day, month and year the same',
      when: `(${year} AND ${month}) OR (${year} AND ${day}) OR (${month} AND ${day})`,
      m: 0.06,
      u: 0.006,
    },
    { name: 'two digits apart', when: `hamming(l.${name}, r.${name}) <= 2`, m: 0.04, u: 0.03 },
    { name: 'the same year', when: year, m: 0.03, u: 0.02 },
    { name: 'different', when: 'true', m: 0.06, u: 0.9412, floor: true },
  ];
};

const numberLevels = (name: string): Comparison['levels'] => [
  { name: 'the same', when: `l.${name} = r.${name}`, m: 0.6, u: 0.02 },
  { name: 'close', when: `au_near(l.${name}, r.${name}, 0.05)`, m: 0.15, u: 0.08 },
  { name: 'different', when: 'true', m: 0.25, u: 0.9, floor: true },
];

const textLevels = (name: string): Comparison['levels'] => [
  { name: 'the same', when: `l.${name} = r.${name}`, m: 0.6, u: 0.02, rarity: name },
  { name: 'similar', when: `au_like(l.${name}, r.${name}, 0.9)`, m: 0.12, u: 0.02 },
  {
    name: 'a word in common',
    when: `list_has_any(string_split(l.${name}, ' '), string_split(r.${name}, ' '))`,
    m: 0.08,
    u: 0.05,
  },
  { name: 'different', when: 'true', m: 0.2, u: 0.91, floor: true },
];

const levelsOf = { date: dateLevels, number: numberLevels, text: textLevels } as const;

/** The plan with comparisons (and, where their values are telling, blocking rules) for columns outside the model. */
export function withExtras(plan: UnifyPlan, extras: readonly Extra[]): UnifyPlan {
  const named = extras.map((extra, index) => ({ name: `extra_${index}`, extra }));
  const comparisons = named.map(({ name, extra }): Comparison => ({
    name,
    title: extra.column,
    shows: [name],
    missing: `l.${name} IS NULL OR r.${name} IS NULL`,
    levels: levelsOf[extra.kind](name),
  }));
  const blocking = named
    .filter(({ extra }) => extra.telling)
    .map(({ name, extra }): BlockingRule => ({
      name: `same ${extra.column}`,
      key: name,
      finer: plan.entity === 'contact' ? 'coalesce(left(last, 1), left(first, 1))' : 'left(joined, 3)',
      fixes: [name],
    }));
  return {
    ...plan,
    inputs: [...plan.inputs, ...named.map((_, index) => extraColumn(index))],
    features: [...plan.features, ...named.map(({ name, extra }, index) => featureOf(name, index, extra))],
    comparisons: [...plan.comparisons, ...comparisons],
    blocking: [...plan.blocking, ...blocking],
  };
}
