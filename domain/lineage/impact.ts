import { entities } from '../mapping/types.ts';
import type { Entity, FieldRule, Mapping } from '../mapping/types.ts';
import { inOrder } from './catalogue.ts';
import type { LineageCatalogue, LineageTable } from './catalogue.ts';
import { ColumnsOf } from './columns-of.ts';
import { kindOf, nodeId } from './node-id.ts';
import { viewNames } from '../dcl/views.ts';

/**
 * `lost`: nothing gives the value any more; `thinner`: some of its sources are left; `regained`, `added`: a source gives it
 * again, or for the first time; `changed`: another rule makes it.
 */
export type ImpactEffect = 'lost' | 'thinner' | 'regained' | 'added' | 'changed';

export interface FieldImpact {
  readonly slug: string;
  readonly stream: string;
  readonly entity: Entity;
  readonly field: string;
  readonly effect: ImpactEffect;
  readonly required: boolean;
  /** Source paths before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What becomes of the records of a table: read and mapped, parked until a ticket closes, or not read at all. */
export type TableState = 'read' | 'parked' | 'unread';

export interface TableImpact {
  readonly slug: string;
  readonly stream: string;
  readonly entity: Entity;
  readonly before: TableState;
  readonly after: TableState;
}

export interface ColumnImpact {
  readonly view: string;
  readonly column: string;
  readonly effect: ImpactEffect;
  /** Tables that give the column its values. */
  readonly suppliers_before: number;
  readonly suppliers_after: number;
}

export interface AgentImpact {
  readonly agent: string;
  readonly title: string;
  /** View columns that it reads and that are touched. */
  readonly columns: readonly string[];
  /** True where one of them is lost altogether. */
  readonly starved: boolean;
}

export interface Impact {
  readonly fields: readonly FieldImpact[];
  readonly tables: readonly TableImpact[];
  readonly columns: readonly ColumnImpact[];
  readonly agents: readonly AgentImpact[];
}

/** The documents that a repair would make active; null switches a mapping off. */
export interface ProposedMapping {
  readonly entity: Entity;
  readonly mapping: Mapping | null;
  /** Paths that the repair gives back: they are lost no longer once it is applied. */
  readonly found: readonly string[];
}

/**
 * What the removal of a source, table, column or rule would change, before it happens. A column is gone as under an open
 * ticket: what reads it alone is lost, the table is not read without its key. Undefined for a node that is nothing of a source.
 */
export const removalImpact = (catalogue: LineageCatalogue, id: string): Impact | undefined => {
  const kind = kindOf(id);
  if (kind !== 'source' && kind !== 'table' && kind !== 'column' && kind !== 'rule') return undefined;
  let found = kind === 'source' && catalogue.sources.some(({ slug }) => nodeId.source(slug) === id);
  const tables = catalogue.tables.map((table): LineageTable => {
    const after = without(table, id);
    if (after !== table) found = true;
    return after;
  });
  return found ? compare(catalogue, { ...catalogue, tables }) : undefined;
};

/** The table without what the id names; the table itself where it names nothing of it. */
const without = (table: LineageTable, id: string): LineageTable => {
  const { slug, stream, columns } = table;
  if (id === nodeId.source(slug) || id === nodeId.table(slug, stream)) return { ...table, mappings: [] };
  const column = columns.find(({ name }) => nodeId.column(slug, stream, name) === id);
  if (column !== undefined) return { ...table, lost: [...table.lost, column.name] };
  for (const mapped of table.mappings) {
    const { entity, fields } = mapped.mapping;
    const gone = Object.keys(fields).find((field) => nodeId.rule(slug, stream, entity, field) === id);
    if (gone === undefined) continue;
    const left = Object.fromEntries(Object.entries(fields).filter(([field]) => field !== gone));
    const mappings = table.mappings.map((each) =>
      each === mapped ? { ...each, mapping: { ...each.mapping, fields: left } } : each,
    );
    return { ...table, mappings };
  }
  return table;
};

/** What applying a repair of one table would change. Undefined where there is no such table. */
export const repairImpact = (
  catalogue: LineageCatalogue,
  { slug, stream }: { readonly slug: string; readonly stream: string },
  proposed: readonly ProposedMapping[],
): Impact | undefined => {
  const table = catalogue.tables.find((each) => each.slug === slug && each.stream === stream);
  if (table === undefined) return undefined;
  const kept = table.mappings.filter(({ mapping }) =>
    proposed.every(({ entity }) => entity !== mapping.entity),
  );
  const made = proposed.flatMap(({ mapping, entity }) => {
    if (mapping === null) return [];
    const before = table.mappings.find((each) => each.mapping.entity === entity);
    return [{ author: 'heuristic' as const, confidence: {}, ...before, mapping }];
  });
  const back = new Set(proposed.flatMap(({ found }) => found));
  const repaired: LineageTable = {
    ...table,
    mappings: [...kept, ...made],
    lost: table.lost.filter((path) => !back.has(path)),
  };
  const tables = catalogue.tables.map((each) => (each === table ? repaired : each));
  return compare(catalogue, { ...catalogue, tables });
};

interface Standing {
  readonly table: LineageTable;
  readonly entity: Entity;
  readonly field: string;
  readonly rule: FieldRule;
  /** Of its paths, those that can be read. */
  readonly live: number;
  readonly gives: boolean;
}

const tableKey = ({ slug, stream }: LineageTable, entity: Entity): string => `${slug}/${stream}#${entity}`;

const standings = ({ tables }: LineageCatalogue): ReadonlyMap<string, Standing> => {
  const found = new Map<string, Standing>();
  for (const table of tables) {
    const columns = new ColumnsOf(table);
    for (const { mapping } of table.mappings) {
      for (const [field, rule] of Object.entries(mapping.fields)) {
        const live = rule.from.filter((path) => !columns.isLost(path)).length;
        const gives = (rule.from.length === 0 || live > 0) && stateOf(table, mapping) !== 'unread';
        const standing = { table, entity: mapping.entity, field, rule, live, gives };
        found.set(`${tableKey(table, mapping.entity)}.${field}`, standing);
      }
    }
  }
  return found;
};

const stateOf = (table: LineageTable, mapping: Mapping): TableState => {
  const columns = new ColumnsOf(table);
  const vital = [...mapping.key, ...(mapping.changeField === null ? [] : [mapping.changeField])];
  if (vital.some((path) => columns.isLost(path))) return 'unread';
  const held = Object.values(mapping.fields).some(
    ({ required, from }) => required && from.length > 0 && from.every((path) => columns.isLost(path)),
  );
  return held || mapping.where.some(({ path }) => columns.isLost(path)) ? 'parked' : 'read';
};

const tableStates = ({ tables }: LineageCatalogue): ReadonlyMap<string, TableImpact> =>
  new Map(
    tables.flatMap((table) =>
      table.mappings.map(({ mapping }) => {
        const state = stateOf(table, mapping);
        const { slug, stream } = table;
        return [
          tableKey(table, mapping.entity),
          { slug, stream, entity: mapping.entity, before: state, after: state },
        ];
      }),
    ),
  );

const compare = (before: LineageCatalogue, after: LineageCatalogue): Impact => {
  const [was, is] = [standings(inOrder(before)), standings(inOrder(after))];
  const fields = [...new Set([...was.keys(), ...is.keys()])].flatMap((key) =>
    fieldImpact(was.get(key), is.get(key)),
  );
  const columns = columnImpacts(fields, was, is);
  return { fields, tables: tableImpacts(before, after), columns, agents: agentImpacts(before, columns) };
};

const fieldImpact = (was: Standing | undefined, is: Standing | undefined): readonly FieldImpact[] => {
  const standing = is ?? was;
  const effect = effectOf(was, is);
  if (standing === undefined || effect === undefined) return [];
  const { table, entity, field, rule } = standing;
  return [
    {
      slug: table.slug,
      stream: table.stream,
      entity,
      field,
      effect,
      required: rule.required,
      before: was?.rule.from ?? [],
      after: is?.rule.from ?? [],
    },
  ];
};

const effectOf = (was: Standing | undefined, is: Standing | undefined): ImpactEffect | undefined => {
  const [gave, gives] = [was?.gives === true, is?.gives === true];
  if (gave !== gives) return gave ? 'lost' : was === undefined ? 'added' : 'regained';
  if (!gave || was === undefined || is === undefined) return undefined;
  if (is.rule !== was.rule && JSON.stringify(is.rule) !== JSON.stringify(was.rule)) return 'changed';
  return is.live < was.live ? 'thinner' : undefined;
};

const tableImpacts = (before: LineageCatalogue, after: LineageCatalogue): readonly TableImpact[] => {
  const [was, is] = [tableStates(before), tableStates(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const named = is.get(key) ?? was.get(key);
    const states = {
      before: was.get(key)?.after ?? 'unread',
      after: is.get(key)?.after ?? 'unread',
    } as const;
    return named === undefined || states.before === states.after ? [] : [{ ...named, ...states }];
  });
};

const suppliersOf = (standing: ReadonlyMap<string, Standing>, entity: Entity, field: string): number =>
  [...standing.values()].filter((each) => each.gives && each.entity === entity && each.field === field)
    .length;

const columnImpacts = (
  fields: readonly FieldImpact[],
  was: ReadonlyMap<string, Standing>,
  is: ReadonlyMap<string, Standing>,
): readonly ColumnImpact[] =>
  entities.flatMap((entity) => {
    const touched = [...new Set(fields.filter((each) => each.entity === entity).map(({ field }) => field))];
    return touched.map((field) => {
      const [before, after] = [suppliersOf(was, entity, field), suppliersOf(is, entity, field)];
      return {
        view: viewNames[entity],
        column: field,
        effect: columnEffect(before, after),
        suppliers_before: before,
        suppliers_after: after,
      };
    });
  });

const columnEffect = (before: number, after: number): ImpactEffect => {
  if (after === before) return 'changed';
  if (after < before) return after === 0 ? 'lost' : 'thinner';
  return before === 0 ? 'added' : 'regained';
};

const agentImpacts = (
  { agents }: LineageCatalogue,
  columns: readonly ColumnImpact[],
): readonly AgentImpact[] =>
  agents.flatMap(({ agent, title, reads }) => {
    const read = new Set(
      reads.flatMap(({ entity, columns: of }) => of.map((name) => `${viewNames[entity]}.${name}`)),
    );
    const touched = columns.filter(({ view, column }) => read.has(`${view}.${column}`));
    if (touched.length === 0) return [];
    return [
      {
        agent,
        title,
        columns: touched.map(({ view, column }) => `${view}.${column}`),
        starved: touched.some(({ effect }) => effect === 'lost'),
      },
    ];
  });
