import type { SchemaChange } from '../schema/changes.ts';
import { takesOver } from '../schema/severity.ts';
import type { SourceObject } from '../schema/types.ts';

/** Why new columns may not be taken as they are: they stand where these paths led into other ones. One sentence each. */
export const takeoverDoubts = (
  paths: ReadonlySet<string>,
  before: SourceObject,
  changes: readonly SchemaChange[],
): readonly string[] =>
  changes
    .flatMap((change) => (change.kind === 'added' ? [change.field] : []))
    .filter((field) => takesOver(paths, before, field))
    .map(
      (field) =>
        `${field} is a column of its own now and is read instead of what that path led to; a mapping version with a part of the path in double quotes goes on reading that`,
    );
