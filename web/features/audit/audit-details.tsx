import type { Schemas } from '../../lib/api-client';
import { Facts } from '../../ui/facts';
import { RelativeTime } from '../../ui/relative-time';
import { UserName } from '../settings/user-name';
import { OutcomeBadge } from './outcome-badge';

const none = '–';

const digest = (value: string | null) =>
  value === null ? none : <code className="font-mono text-xs">{value}</code>;

/** One entry with everything that is kept of it. Of the states only digests are. */
export const AuditDetails = ({ entry }: { readonly entry: Schemas['AuditEntry'] }) => (
  <div className="flex flex-col gap-5">
    <Facts
      facts={[
        { name: 'Who', value: <UserName id={entry.actor} /> },
        { name: 'When', value: <RelativeTime at={entry.at} /> },
        { name: 'Outcome', value: <OutcomeBadge status={entry.status} /> },
        { name: 'Subject', value: entry.subject ?? none },
        { name: 'From address', value: entry.ip ?? none },
        { name: 'Trace', value: entry.trace_id ?? none },
      ]}
    />
    <dl className="flex flex-col gap-4 border-t border-line pt-5 text-sm [overflow-wrap:anywhere]">
      <div>
        <dt className="text-muted">SHA-256 of the state before</dt>
        <dd>{digest(entry.before_digest)}</dd>
      </div>
      <div>
        <dt className="text-muted">SHA-256 of the state after</dt>
        <dd>{digest(entry.after_digest)}</dd>
      </div>
    </dl>
  </div>
);
