import type { LiveEvent } from '../../lib/live/live-stream';
import { capital, plural, spaced } from '../../lib/words';

/** A name as it is. */
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
/** One of our own codes in words. */
const word = (value: unknown): string => spaced(text(value));

const membersOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

/** How many records a batch of canonical events changed, of all entities. */
const changedBy = (entities: unknown): number =>
  membersOf(entities)
    .flatMap(membersOf)
    .reduce<number>((sum, count) => sum + Number(count), 0);

type Phrase = (data: LiveEvent['data'], subject: LiveEvent['subject']) => string;

const phrases: Readonly<Record<string, Phrase>> = {
  'task.ended': ({ kind, state }) => `A task has ended, ${word(kind)}: ${word(state)}`,
  'connection.created': () => 'Source connected',
  'connection.changed': ({ status }) => `Source is ${word(status)}`,
  'connection.deleted': ({ name }) => `Source ${text(name)} was removed`,
  'connection.mapping_changed': ({ object, entity }) => `${text(object)} is mapped anew to ${word(entity)}`,
  'connection.object_paused': ({ object }) => `${text(object)} was paused`,
  'connection.object_resumed': ({ object }) => `${text(object)} was resumed`,
  'connection.object_resynced': ({ object }) => `${text(object)} is to be read from the beginning`,
  'drift.opened': ({ object, kind }) => `${text(object)} has changed: ${word(kind)}`,
  'drift.updated': ({ object }) => `${text(object)} has changed further`,
  'drift.closed': ({ object, outcome }) => `Ticket of ${text(object)} closed: ${word(outcome)}`,
  'repair.proposed': ({ object }) => `A repair of ${text(object)} is proposed`,
  'repair.waiting': ({ object }) => `The repair of ${text(object)} waits for a decision`,
  'repair.approved': ({ object }) => `The repair of ${text(object)} is approved`,
  'repair.applying': ({ object }) => `The repair of ${text(object)} is being applied`,
  'repair.applied': ({ object }) => `The repair of ${text(object)} is applied`,
  'repair.rejected': ({ object }) => `The repair of ${text(object)} is rejected`,
  'repair.expired': ({ object }) => `The repair of ${text(object)} has expired`,
  'repair.withdrawn': ({ object }) => `The repair of ${text(object)} is not needed any more`,
  'repair.failed': ({ object }) => `The repair of ${text(object)} failed`,
  'repair.undone': ({ object }) => `The repair of ${text(object)} is undone`,
  'canonical.appended': ({ stream, entities }) =>
    `${plural(changedBy(entities), 'changed record')} from ${text(stream)}`,
  'dcl.published': (_data, { id }) => `Golden records were published, generation ${id}`,
  'golden.merged': () => 'Golden records were merged',
  'golden.split': () => 'A golden record was split',
  'golden.pinned': () => 'A record was pinned',
  'golden.unpinned': () => 'A pin was taken back',
  'agent.ran': ({ insights, proposals }) =>
    `An agent ran: ${plural(Number(insights), 'insight')}, ${plural(Number(proposals), 'proposed change')}`,
  'agent.failed': ({ error }) => `An agent failed: ${text(error)}`,
};

const writeback = (type: string, data: LiveEvent['data']): string =>
  `Write-back of ${text(data['field'])}: ${word(type.slice('writeback.'.length))}`;

/** What an event changed, as a sentence without its subject's name. */
export const changeSentence = ({ type, data, subject }: LiveEvent): string =>
  type.startsWith('writeback.')
    ? writeback(type, data)
    : (phrases[type]?.(data, subject) ?? capital(spaced(type)));

/** Where an event's subject is looked at. */
export const changeHref = ({ type, subject, data }: LiveEvent): string => {
  switch (subject.kind) {
    case 'connection':
      return type === 'connection.deleted' ? '/connections' : `/connections/${subject.id}`;
    case 'drift_event':
      return `/monitor/tickets/${subject.id}`;
    case 'task':
      return `/tasks/${subject.id}`;
    case 'repair':
      return `/approvals/${subject.id}`;
    case 'account':
    case 'contact':
      return `/records/${subject.kind}/${subject.id}`;
    case 'writeback':
      return `/agents?tab=writebacks&writeback=${subject.id}`;
    case 'generation':
      return '/records';
    default:
      return typeof data['connection_id'] === 'string' ? `/connections/${data['connection_id']}` : '/events';
  }
};
