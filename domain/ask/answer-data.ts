import type { Json } from '../json.ts';
import { citedAt, countAt, textAt, uniqueCitations } from './answer.ts';
import type { Answer, Citation, Figure, Row, TableColumn } from './answer.ts';
import { viewSql, viewWords } from './catalogue.ts';
import type { DataIntent, View } from './intent.ts';
import { capital, countWords, plural } from './wording.ts';

const column = (name: string, label: string, type: TableColumn['type'] = 'text'): TableColumn => ({
  ...{ name, label, type, currencyIn: null },
});
const count = (label: string, value: number): Figure => ({
  ...{ label, value: String(value), type: 'count', currency: null, former: null },
});
const cellsOf = (columns: readonly TableColumn[], rows: readonly Row[]): readonly (readonly Json[])[] =>
  rows.map((row) => columns.map(({ name }) => row[name] ?? null));

const labelOf = (view: string): string => capital(viewWords[view as View].plural);

const answerFreshness = (rows: readonly Row[]): Answer => {
  const columns = [
    column('view', 'View'),
    column('records', 'Records', 'count'),
    column('newest', 'Newest', 'date'),
  ];
  const named = rows.map((row) => ({ ...row, view: labelOf(textAt(row, 'view') ?? 'accounts') }));
  const newest = rows
    .flatMap((row) => textAt(row, 'newest') ?? [])
    .sort()
    .at(-1);
  const records = rows.reduce((sum, row) => sum + countAt(row, 'records'), 0);
  return {
    sentence:
      newest === undefined
        ? `There are ${countWords(records)} records; none of them says when it last changed.`
        : `The newest change in the ${countWords(records)} golden records is of ${newest.slice(0, 16).replace('T', ' ')} UTC.`,
    notes: ['When the golden records were built from the sources stands beside the answer.'],
    figures: [count('Golden records', records)],
    table: { columns, rows: cellsOf(columns, named), cited: rows.map(() => []) },
    ...{ chart: null, citations: [], records },
  };
};

const answerDuplicates = (rows: readonly Row[]): Answer => {
  const columns = [
    column('entity', 'Records of'),
    column('records', 'Source records', 'count'),
    column('golden', 'Golden records', 'count'),
    column('merged', 'Duplicates merged', 'count'),
  ];
  const cited = rows.map((row) => citedAt(row, textAt(row, 'entity') ?? 'account'));
  const said = rows.map((row) => {
    const entity = textAt(row, 'entity') ?? '';
    return `${plural(countAt(row, 'merged'), `duplicate ${entity} was`, `duplicate ${entity}s were`)} merged: ${countWords(countAt(row, 'records'))} source records make ${countWords(countAt(row, 'golden'))} golden records`;
  });
  return {
    sentence: said.length === 0 ? 'There are no accounts or contacts yet.' : `${said.join('; ')}.`,
    notes: [],
    figures: rows.map((row) =>
      count(`Duplicate ${textAt(row, 'entity') ?? ''}s merged`, countAt(row, 'merged')),
    ),
    table: rows.length === 0 ? null : { columns, rows: cellsOf(columns, rows), cited },
    chart: null,
    citations: uniqueCitations(cited.flat()),
    records: rows.reduce((sum, row) => sum + countAt(row, 'records'), 0),
  };
};

const answerSources = (view: View, rows: readonly Row[]): Answer => {
  const columns = [
    column('system', 'System'),
    column('source', 'Object'),
    column('records', 'Source records', 'count'),
    column('golden', 'Golden records', 'count'),
  ];
  const words = viewWords[view];
  const cited = rows.map((row) => citedAt(row, viewSql[view].entity));
  const named = rows.map(
    (row) =>
      `${textAt(row, 'system') ?? ''} ${textAt(row, 'source') ?? ''} (${countWords(countAt(row, 'records'))})`,
  );
  return {
    sentence:
      rows.length === 0
        ? `There are no ${words.plural} yet.`
        : `The ${words.plural} come from ${plural(rows.length, 'object')}: ${named.join(', ')}.`,
    notes: [],
    figures: [
      count(
        'Source records',
        rows.reduce((sum, row) => sum + countAt(row, 'records'), 0),
      ),
    ],
    table: rows.length === 0 ? null : { columns, rows: cellsOf(columns, rows), cited },
    chart:
      rows.length < 2
        ? null
        : {
            kind: 'bar',
            title: `Source records of ${words.plural}`,
            x: 'source',
            y: 'records',
            series: null,
          },
    citations: uniqueCitations(cited.flat()),
    records: rows.reduce((sum, row) => sum + countAt(row, 'golden'), 0),
  };
};

type Loose = Readonly<Record<string, unknown>>;

const parsed = (text: string | null): unknown => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
};
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The source of a field's value, the version of its mapping, and the rule that chose it. */
const originOf = (
  row: Row,
  field: string,
): readonly [source: Loose | undefined, version: unknown, rule: string] => {
  const list = parsed(textAt(row, 'sources'));
  const sources = Array.isArray(list) ? list.filter(isObject) : [];
  const provenance = parsed(textAt(row, 'provenance'));
  const entry = isObject(provenance) ? provenance[field] : undefined;
  const [place, rule] = Array.isArray(entry) ? (entry as readonly unknown[]) : [0, 'only'];
  const source = sources[Number(place)];
  // While a ticket is open, a value is the last one known, by the version that gave it.
  const pending = isObject(source?.['pending']) ? source['pending'][field] : undefined;
  const version = isObject(pending) ? pending['mapping_version'] : source?.['mapping_version'];
  return [source, version, String(rule)];
};

const plain = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;

const answerOrigin = (
  { entity, field, name }: Extract<DataIntent, { kind: 'origin' }>,
  rows: readonly Row[],
): Answer => {
  const columns = [
    ...[
      column('name', capital(entity)),
      column('value', capital(field.replaceAll('_', ' '))),
      column('system', 'System'),
    ],
    ...[column('object', 'Object'), column('record', 'Source record'), column('version', 'Mapping version')],
    column('rule', 'Chosen because'),
  ];
  const traced = rows.map((row) => {
    const [source, version, rule] = originOf(row, field);
    return {
      ...{ id: textAt(row, 'id') ?? '', name: textAt(row, 'name'), value: textAt(row, 'value') },
      ...{ system: plain(source?.['system']), object: plain(source?.['source_object']) },
      ...{ record: plain(source?.['record_id']), version: plain(version), rule },
    };
  });
  const [first] = traced;
  const word = field.replaceAll('_', ' ');
  const sentence =
    first === undefined
      ? `I know no ${entity} named ${name}.`
      : first.value === null
        ? `No source gives a ${word} for ${first.name ?? name}.`
        : `The ${word} of ${first.name ?? name}, ${first.value}, comes from record ${first.record ?? '–'} of ${first.system ?? '–'} ${first.object ?? ''} by version ${first.version ?? '–'} of its mapping (${first.rule}).`;
  return {
    sentence,
    notes:
      traced.length > 1
        ? [`${countWords(traced.length)} golden records carry that name; all are in the table.`]
        : [],
    figures: [],
    table:
      traced.length === 0
        ? null
        : {
            columns,
            rows: cellsOf(columns, traced),
            cited: traced.map(({ id }): Citation[] => [{ entity, id }]),
          },
    chart: null,
    citations: traced.map(({ id }) => ({ entity, id })),
    records: traced.length,
  };
};

/** Puts the rows of a question about the data itself into an answer. */
export const answerData = (intent: DataIntent, rows: readonly Row[]): Answer => {
  if (intent.kind === 'freshness') return answerFreshness(rows);
  if (intent.kind === 'duplicates') return answerDuplicates(rows);
  return intent.kind === 'sources' ? answerSources(intent.view, rows) : answerOrigin(intent, rows);
};
