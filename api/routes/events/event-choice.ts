import type { EventChoice } from '../../../platform/database/repositories/event-feed.ts';
import { typeChoiceOf } from '../../streams/type-choice.ts';

interface EventFilter {
  readonly types?: string | undefined;
  readonly connection_id?: string | undefined;
  readonly q?: string | undefined;
}

/** What a list or an export of events is narrowed to. */
export const eventChoiceOf = ({ types, connection_id, q }: EventFilter): EventChoice => ({
  types: typeChoiceOf(types),
  connectionId: connection_id,
  words: q?.split(/\s+/).filter((word) => word !== ''),
});
