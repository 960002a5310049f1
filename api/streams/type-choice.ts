import type { TypeChoice } from '../../platform/database/repositories/event-feed.ts';

/** `task.*,canonical.appended` as names and beginnings; undefined for all types. */
export const typeChoiceOf = (types: string | undefined): TypeChoice | undefined => {
  if (types === undefined) return undefined;
  const wanted = types.split(',');
  return {
    names: wanted.filter((type) => !type.endsWith('*')),
    beginnings: wanted.filter((type) => type.endsWith('*')).map((type) => type.slice(0, -1)),
  };
};

/** Whether a type is among the chosen ones. */
export const isChosen = (choice: TypeChoice | undefined, type: string): boolean =>
  choice === undefined ||
  choice.names.includes(type) ||
  choice.beginnings.some((beginning) => type.startsWith(beginning));
