import type { Schemas } from '../../lib/api-client';
import { capital, spaced } from '../../lib/words';
import { ConnectionName } from '../connections/connection-name';

/** What a job is about: a connection by its name, everything of the tenant, or a thing by its kind. */
export const TaskSubject = ({ subject: { kind, id } }: Pick<Schemas['Task'], 'subject'>) => {
  if (kind === 'connection') return <ConnectionName id={id} />;
  return kind === 'tenant' ? <>All sources</> : <>{`${capital(spaced(kind))} ${id.slice(0, 8)}`}</>;
};
