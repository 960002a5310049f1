import type { FieldChange } from './repair-words';

/** What a person takes of a change: whether, and from which source field. */
export interface Choice {
  readonly taken: boolean;
  /** Undefined: as proposed. */
  readonly from: string | undefined;
}

/** By the change's id; what is missing is as proposed. */
export type Choices = Readonly<Record<string, Choice>>;

export const asProposed = ({ selected }: FieldChange): Choice => ({ taken: selected, from: undefined });

/** The changes that are approved, by id; with another source where one was chosen. */
export type Edits = { id: string; from?: string[] }[];

/** The approval as the API takes it: undefined as long as nothing is chosen otherwise than proposed. */
export const editsOf = (changes: readonly FieldChange[], choices: Choices): Edits | undefined => {
  const chosen = changes.map((change) => ({ change, choice: choices[change.id] ?? asProposed(change) }));
  const isEdited = chosen.some(
    ({ change, choice }) => choice.taken !== change.selected || (choice.taken && choice.from !== undefined),
  );
  if (!isEdited) return undefined;
  return chosen
    .filter(({ choice }) => choice.taken)
    .map(({ change: { id }, choice: { from } }) => ({ id, ...(from === undefined ? {} : { from: [from] }) }));
};
