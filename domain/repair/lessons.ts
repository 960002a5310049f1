import type { NamedPair, Remembered } from './recall.ts';
import type { ChangeEdit, FieldChange, RepairedMapping } from './repair.ts';

/** What a person's decision says of one pair of names. */
export type Lesson = Pick<NamedPair, 'kind' | 'from' | 'to'> & {
  readonly verdict: Remembered['verdict'];
  readonly changeId: string;
};

type Pair = Pick<NamedPair, 'kind' | 'from' | 'to'>;

/** A rule of several sources names all of them in `found`, but only the lost ones in `lost`. */
const renamedPairs = ({ lost, found, before }: FieldChange): Pair[] => {
  const sources = before !== null && before.from.length === found.length ? before.from : lost;
  return sources.flatMap((from, at): Pair[] => {
    const to = found[at];
    return to === undefined || to === from || !lost.includes(from) ? [] : [{ kind: 'rename', from, to }];
  });
};

const composedPairs = ({ lost, found }: FieldChange): Pair[] =>
  lost.flatMap((from) => found.map((to): Pair => ({ kind: 'rename', from, to })));

const pairsOf = (entity: string, change: FieldChange): Pair[] => {
  if (change.kind === 'rename') return renamedPairs(change);
  if (change.kind === 'split' || change.kind === 'merge') return composedPairs(change);
  if (change.kind !== 'new') return [];
  return change.found.map((from): Pair => ({ kind: 'mapping', from, to: `${entity}.${change.field}` }));
};

const same = (a: Pair, b: Pair): boolean => a.kind === b.kind && a.from === b.from && a.to === b.to;

interface Judged {
  readonly entity: string;
  readonly change: FieldChange;
}

const lessons = ({ entity, change }: Judged, verdict: Lesson['verdict']): Lesson[] =>
  pairsOf(entity, change).map((pair) => ({ ...pair, verdict, changeId: change.id }));

const proposed = (mappings: readonly Pick<RepairedMapping, 'entity' | 'changes'>[]): Judged[] =>
  mappings.flatMap(({ entity, changes }) => changes.map((change) => ({ entity, change })));

/** An edit approves what it names, with its own sources where it gives some; what it replaces or leaves out is rejected. */
const editedLessons = (judged: readonly Judged[], edits: readonly ChangeEdit[]): Lesson[] =>
  judged.flatMap(({ entity, change }) => {
    const edit = edits.find(({ id }) => id === change.id);
    if (edit === undefined) return change.selected ? lessons({ entity, change }, 'rejected') : [];
    if (edit.from === undefined) return lessons({ entity, change }, 'approved');
    const approved = lessons({ entity, change: { ...change, found: edit.from } }, 'approved');
    const replaced = lessons({ entity, change }, 'rejected').filter(
      (lesson) => !approved.some((other) => same(lesson, other)),
    );
    return [...approved, ...replaced];
  });

/** What a decision on a repair, or its undo, teaches. Changes that were not part of the proposal teach nothing. */
export function lessonsOf(
  mappings: readonly Pick<RepairedMapping, 'entity' | 'changes'>[],
  verdict: 'approve' | 'reject' | 'undo',
  edits?: readonly ChangeEdit[],
): Lesson[] {
  const judged = proposed(mappings);
  if (verdict === 'approve' && edits !== undefined) return editedLessons(judged, edits);
  const said = ({ approve: 'approved', reject: 'rejected', undo: 'undone' } as const)[verdict];
  return judged.filter(({ change }) => change.selected).flatMap((one) => lessons(one, said));
}
