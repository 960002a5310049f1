'use client';

import { CircleCheck, CircleX, Undo2 } from 'lucide-react';
import { Link } from '../../ui/link';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { StateBadge } from '../../ui/state-badge';
import type { StateLook } from '../../ui/state-badge';
import { systemTitle } from '../connections/system-words';
import { UserName } from '../settings/user-name';
import type { RepairDetail } from './repair-words';

type Similar = RepairDetail['similar'][number];

const looks: Readonly<Record<Similar['verdict'], StateLook>> = {
  approved: { tone: 'good', icon: CircleCheck, word: 'Approved' },
  rejected: { tone: 'bad', icon: CircleX, word: 'Rejected' },
  undone: { tone: 'neutral', icon: Undo2, word: 'Undone' },
};

/** What people decided where the same names were in question. */
export const SimilarDecisions = ({ similar }: Pick<RepairDetail, 'similar'>) => (
  <Panel title="Similar decisions" note="Of people, on other repairs that name the same fields.">
    {similar.length === 0 ? (
      <p className="text-sm text-muted">Nobody has decided about these names yet.</p>
    ) : (
      <ul aria-label="Similar decisions" className="flex flex-col gap-3">
        {similar.map((one) => {
          return (
            <li key={`${one.repair_id} ${one.from} ${one.to} ${one.verdict}`} className="text-sm">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <StateBadge look={looks[one.verdict]} />
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  <code>{one.from}</code> → <code>{one.to}</code>
                </span>
              </p>
              <p className="text-muted">
                <Link
                  href={`/approvals/${one.repair_id}`}
                  className="[overflow-wrap:anywhere] text-brand underline underline-offset-4"
                >
                  {one.object}
                </Link>{' '}
                · {systemTitle(one.system)} · by <UserName id={one.decided_by} /> ·{' '}
                <RelativeTime at={one.at} />
              </p>
            </li>
          );
        })}
      </ul>
    )}
  </Panel>
);
