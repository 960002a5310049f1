'use client';

import { CircleCheck, CircleX, Undo2 } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '../../ui/badge';
import type { Tone } from '../../ui/badge';
import { Panel } from '../../ui/panel';
import { RelativeTime } from '../../ui/relative-time';
import { systemTitle } from '../connections/system-words';
import { UserName } from '../settings/user-name';
import type { RepairDetail } from './repair-words';

type Similar = RepairDetail['similar'][number];

const looks: Readonly<Record<Similar['verdict'], { tone: Tone; icon: LucideIcon; word: string }>> = {
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
          const { tone, icon, word } = looks[one.verdict];
          return (
            <li key={`${one.repair_id} ${one.from} ${one.to} ${one.verdict}`} className="text-sm">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Badge tone={tone} icon={icon}>
                  {word}
                </Badge>
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
