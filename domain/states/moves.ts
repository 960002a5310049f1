/** States are data, with the allowed moves written down: a database check, the API and the console all derive from these. */
export type Moves<S extends string> = Readonly<Record<S, readonly S[]>>;

/** True when `moves` allows to go from one state to the other. */
export const mayMove = <S extends string>(moves: Moves<S>, from: S, to: S): boolean =>
  moves[from].includes(to);
