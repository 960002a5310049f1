import type { PreparedSources, SourceContext } from '../source-context.ts';

/** Loads what `folder` holds for one source; answers no connection where it holds nothing. */
export type RealPart = (folder: string, context: SourceContext) => Promise<PreparedSources>;

/** The answer of a part whose files are not there. */
export const nothingFound = (what: string): PreparedSources => ({
  connections: [],
  notes: [`${what} is not there and is left out`],
});
