'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useShortcuts } from '../../lib/use-shortcuts';
import type { Repair } from './repair-words';
import { useDecide } from './use-decide';

/** The row in hand, the keys that move it, and the decisions about it. */
export const useQueue = (rows: readonly Repair[], mayDecide: boolean) => {
  const router = useRouter();
  const decide = useDecide();
  const [selected, select] = useState<string>();
  const [rejecting, setRejecting] = useState<Repair>();
  const at = rows.findIndex(({ repair_id }) => repair_id === selected);
  const current = rows[at];
  const step = (by: number) => () => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next !== undefined) select(next.repair_id);
  };
  /** The next one is taken in hand before the decided one leaves the queue. */
  const moveOn = ({ repair_id }: Repair): void => {
    const decided = rows.findIndex((row) => row.repair_id === repair_id);
    select((rows[decided + 1] ?? rows[decided - 1])?.repair_id);
  };
  const approve = (repair: Repair): void => {
    moveOn(repair);
    decide.mutate({ repair, decision: { verdict: 'approve' } });
  };
  const reject = (repair: Repair, reason: string): void => {
    setRejecting(undefined);
    moveOn(repair);
    decide.mutate({ repair, decision: { verdict: 'reject', reason } });
  };
  const open = mayDecide && current?.state === 'proposed' ? current : undefined;
  useShortcuts({
    j: step(1),
    k: step(-1),
    Enter:
      current &&
      (() => {
        router.push(`/approvals/${current.repair_id}`);
      }),
    a:
      open && open.changes.selected > 0 && !decide.isPending
        ? () => {
            approve(open);
          }
        : undefined,
    e:
      open &&
      (() => {
        router.push(`/approvals/${open.repair_id}?edit=yes`);
      }),
    r:
      open &&
      (() => {
        setRejecting(open);
      }),
  });
  return { selected, select, busy: decide.isPending, approve, reject, rejecting, setRejecting };
};
