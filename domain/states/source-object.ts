/** How one object of a connection stands, in the words that people read. */
export const objectStates = [
  'unmapped',
  'new',
  'current',
  'drifted',
  'held',
  'stopped',
  'failing',
  'paused',
] as const;
export type ObjectState = (typeof objectStates)[number];

/** What is known of an object; texts are sentences for people. */
export interface ObjectFacts {
  readonly mapped: boolean;
  /** When it was paused, as RFC 3339; null: it is not. */
  readonly pausedAt: string | null;
  /** Why its reading was stopped for good. */
  readonly stopped: string | null;
  /** How the newest ingest that ended and read it, or tried to, failed on it. */
  readonly failure: string | null;
  /** Why that ingest did not read it. */
  readonly held: string | null;
  /** Kind of its open ticket. */
  readonly ticket: string | null;
  readonly everRead: boolean;
}

export interface Standing {
  readonly state: ObjectState;
  readonly reason: string | null;
}

/** The gravest thing that can be said of an object; what people have asked for themselves comes first. */
export const standingOf = (object: string, facts: ObjectFacts): Standing => {
  if (facts.pausedAt !== null) return { state: 'paused', reason: pauseReason(object, facts.pausedAt) };
  if (!facts.mapped) return { state: 'unmapped', reason: null };
  if (facts.stopped !== null) return { state: 'stopped', reason: facts.stopped };
  if (facts.failure !== null) return { state: 'failing', reason: facts.failure };
  if (facts.held !== null) return { state: 'held', reason: facts.held };
  if (facts.ticket !== null)
    return {
      state: 'drifted',
      reason: `${object} has changed (${facts.ticket.replaceAll('_', ' ')}); its ticket is open`,
    };
  return { state: facts.everRead ? 'current' : 'new', reason: null };
};

/** Why a paused object is left out, for ledgers and lists. */
export const pauseReason = (object: string, pausedAt: string): string =>
  `${object} is paused since ${pausedAt}; resume it to have it read on from where it was`;
