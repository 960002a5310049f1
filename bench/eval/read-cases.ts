import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Column {
  readonly name: string;
  readonly type: string;
}

/** One line of drift/cases.jsonl. */
export interface DriftCase {
  readonly id: string;
  readonly kind: string;
  readonly repo: string;
  readonly table: string;
  readonly before: readonly Column[];
  readonly after: readonly Column[];
  readonly gold: { readonly renamed: readonly (readonly [string, string])[] };
}

interface Target {
  readonly entity: string;
  readonly field: string;
}

/** One line of mapping/cases.jsonl. */
export interface MappingCase {
  readonly id: string;
  readonly kind: string;
  readonly system: string;
  readonly object: string;
  readonly object_entity: string;
  readonly source_field: string;
  readonly sample_type: string;
  readonly gold: Target | null;
  readonly accept: readonly (Target | null)[];
}

/** One line of mapping/objects.jsonl. */
export interface ObjectCase {
  readonly id: string;
  readonly system: string;
  readonly object: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly gold: string | null;
}

export interface Cases {
  readonly folder: string;
  readonly drift: readonly DriftCase[];
  readonly mapping: readonly MappingCase[];
  readonly objects: readonly ObjectCase[];
}

const lines = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);

/** The evaluation folder: the one named, or the one beside the checkout. Undefined when there is none. */
export function evaluationFolder(named: string | undefined): string | undefined {
  const folder = resolve(named ?? join(import.meta.dirname, '../../../shared/evaluation'));
  return existsSync(join(folder, 'drift/cases.jsonl')) ? folder : undefined;
}

/** Reads the labelled cases. */
export const readCases = (folder: string): Cases => ({
  folder,
  drift: lines(join(folder, 'drift/cases.jsonl')),
  mapping: lines(join(folder, 'mapping/cases.jsonl')),
  objects: lines(join(folder, 'mapping/objects.jsonl')),
});
