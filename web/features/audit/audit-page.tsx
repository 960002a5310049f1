'use client';

import { ScrollText } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { useMay } from '../../lib/session/session-provider';
import { usePages } from '../../lib/use-pages';
import { useUrlState } from '../../lib/use-url-state';
import { phrase, spaced } from '../../lib/words';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { ListWithDetails } from '../../ui/list-with-details';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { UserName } from '../settings/user-name';
import { AuditDetails } from './audit-details';
import { AuditFilters } from './audit-filters';
import { auditFilterOf, loadAudit } from './audit-queries';
import { OutcomeBadge } from './outcome-badge';

type AuditEntry = Schemas['AuditEntry'];

/** `connection:` and an id as the first letters of it, as tasks have them; the details have all. */
const subjectWords = (subject: string): string =>
  spaced(subject.replace(/:([0-9a-f]{8})-[0-9a-f-]{27}$/, ' $1'));

const columnsOf = (open: (id: string) => void): readonly Column<AuditEntry>[] => [
  {
    name: 'What',
    cell: ({ audit_id, action, subject }) => (
      <button
        type="button"
        onClick={() => {
          open(audit_id);
        }}
        className="text-left font-medium [overflow-wrap:anywhere] text-brand underline-offset-4 hover:underline max-md:min-h-11"
      >
        {phrase(action)}
        {subject !== null && (
          <span className="block text-xs font-normal text-muted">{subjectWords(subject)}</span>
        )}
      </button>
    ),
  },
  { name: 'Who', cell: ({ actor }) => <UserName id={actor} /> },
  { name: 'Outcome', cell: ({ status }) => <OutcomeBadge status={status} /> },
  { name: 'When', cell: ({ at }) => <RelativeTime at={at} /> },
];

/** Who changed what, newest first; only admins may read it. */
export const AuditPage = () => {
  const isAdmin = useMay('admin');
  return (
    <>
      <PageHeader
        title="Audit"
        note="Every change that somebody asked for, also those that were refused. Nobody can alter or delete an entry."
      />
      {isAdmin ? (
        <AuditList />
      ) : (
        <Panel>
          <Empty icon={ScrollText} title="Only admins read the audit">
            Ask an admin of your organisation.
          </Empty>
        </Panel>
      )}
    </>
  );
};

const AuditList = () => {
  const [params] = useUrlState();
  const filter = auditFilterOf(params);
  const pages = usePages(['audit', filter], (cursor) => loadAudit(filter, cursor));
  const entryOf = (id: string): AuditEntry | undefined => pages.data?.find(({ audit_id }) => audit_id === id);
  return (
    <>
      <AuditFilters seen={[...new Set(pages.data?.map(({ action }) => action))]} />
      <ListWithDetails
        pages={pages}
        param="entry"
        title={(id) => phrase(entryOf(id)?.action ?? 'audit entry')}
        empty={
          <Empty
            icon={ScrollText}
            title={Object.keys(filter).length === 0 ? 'Nothing has been changed yet' : 'No entry matches'}
          />
        }
        list={(rows, open) => (
          <DataTable
            caption="Audit entries"
            columns={columnsOf(open)}
            rows={rows}
            keyOf={({ audit_id }) => audit_id}
          />
        )}
        details={(id) => {
          const entry = entryOf(id);
          return entry === undefined ? (
            <p className="text-sm text-muted">
              {pages.hasMore
                ? 'This entry is older than those shown: show more of the list first.'
                : 'There is no such entry.'}
            </p>
          ) : (
            <AuditDetails entry={entry} />
          );
        }}
      />
    </>
  );
};
