import type { SourceField } from '../../../../domain/schema/types.ts';
import type { DecodedBatch } from '../batch-builder.ts';
import { KeySearch } from './key-search.ts';
import { TextType } from './text-type.ts';

/** What all rows of an object tell about it. */
export interface Inferred {
  readonly fields: readonly SourceField[];
  readonly key: readonly string[];
  /** Records, the unreadable ones included. */
  readonly rows: number;
  readonly unreadable: number;
  readonly guesses: readonly string[];
}

/** Types and key of an object whose cells are texts; goes through all rows and keeps no row. */
export async function inferTextFields(
  batches: AsyncIterable<DecodedBatch>,
  declaredKey: readonly string[] | undefined,
): Promise<Inferred> {
  let columns: readonly string[] = [];
  let types: TextType[] = [];
  let search = new KeySearch([]);
  let rows = 0;
  let unreadable = 0;
  for await (const batch of batches) {
    if (columns.length === 0) {
      columns = batch.columns;
      types = columns.map(() => new TextType());
      if (declaredKey === undefined) search = new KeySearch(columns);
    }
    types.forEach((type, index) => {
      for (const row of batch.rows) {
        if (type.settled) break;
        type.add(row[index] as string);
      }
    });
    for (const row of batch.rows) search.add(row);
    rows = batch.recordsRead;
    unreadable += batch.unreadable.length;
  }
  const key = declaredKey ?? chooseKey(search, columns, types);
  const fields = columns.map((name, index) =>
    fieldOf(name, types[index] ?? new TextType(), key.includes(name)),
  );
  const guesses = search.gaveUp ? ['has too many rows to find its key; set `key`'] : [];
  return { fields, key, rows, unreadable, guesses };
}

/** A measure or a time that happens to be unique is no key, unless its name says so. */
function chooseKey(search: KeySearch, columns: readonly string[], types: readonly TextType[]): string[] {
  const unfit = ['decimal', 'float', 'boolean', 'date', 'time', 'timestamp'];
  const found = search.found.find(({ index, named }) => named || !unfit.includes(types[index]?.type ?? ''));
  const name = found === undefined ? undefined : columns[found.index];
  return name === undefined ? [] : [name];
}

function fieldOf(name: string, inferred: TextType, inKey: boolean): SourceField {
  const { type, almost } = inferred;
  return {
    name,
    type,
    nullable: !inKey,
    ...([type, ...almost].includes('timestamp') ? { zoned: inferred.zoned } : {}),
    ...(almost.length === 0 ? {} : { almost }),
  };
}
