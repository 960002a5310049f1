import { canGroup, canNarrow, viewWords } from './catalogue.ts';
import type { State, ViewIntent } from './intent.ts';

type Objection = (intent: ViewIntent) => string | undefined;

const dealStates: ReadonlySet<State> = new Set(['open', 'won', 'lost', 'closed', 'stuck', 'overdue']);

const objectsToDimensions: Objection = ({ view, by, tagKey, names }) => {
  const words = viewWords[view].plural;
  if (by !== null && !canGroup(view, by)) return `${words} have no ${by.replaceAll('_', ' ')}`;
  if (by === 'tag' && !/^[\p{L}\p{N}_.:/-]{1,128}$/u.test(tagKey ?? '')) return 'it does not name the tag';
  const misplaced = names.find(({ dimension }) => dimension !== null && !canNarrow(view, dimension));
  return misplaced === undefined
    ? undefined
    : `${words} have no ${misplaced.dimension?.replaceAll('_', ' ') ?? ''}`;
};

const objectsToState: Objection = ({ view, state }) => {
  if (state === null) return undefined;
  const fits = dealStates.has(state)
    ? view === 'opportunities'
    : view === 'cloud_resources' || view === 'cloud_costs';
  return fits ? undefined : `${viewWords[view].plural} are not ${state}`;
};

const objectsToMeasure: Objection = ({ view, measure }) => {
  if ((measure === 'win_rate' || measure === 'average') && view !== 'opportunities')
    return `${viewWords[view].plural} have no ${measure.replace('_', ' ')}`;
  if (measure === 'employees' && view !== 'accounts') return 'only accounts have employees';
  return measure === 'value' && (view === 'contacts' || view === 'cloud_resources')
    ? `${viewWords[view].plural} have no amount`
    : undefined;
};

const objectsToTime: Objection = ({ view, period, created }) => {
  const words = viewWords[view].plural;
  if (created && (view === 'cloud_costs' || view === 'cloud_resources'))
    return `${words} do not say when they were created`;
  return period !== null && view === 'cloud_resources' ? `${words} belong to no period` : undefined;
};

const objectsToNames: Objection = ({ names }) =>
  names.length > 3 ? 'it names more than three things' : undefined;

/** Why the views cannot answer an intent, in a few words; undefined where they can. */
export const objectionTo: Objection = (intent) =>
  [objectsToDimensions, objectsToState, objectsToMeasure, objectsToTime, objectsToNames]
    .map((objects) => objects(intent))
    .find((objection) => objection !== undefined);
