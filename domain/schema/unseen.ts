import type { SourceSchema } from './types.ts';

/** Why an object could not be looked at this time; undefined where it could, or is not there. */
export const whyUnseen = ({ unseen = [] }: SourceSchema, object: string): string | undefined =>
  unseen.find(({ name }) => object === name || object.startsWith(`${name}#`))?.reason;
