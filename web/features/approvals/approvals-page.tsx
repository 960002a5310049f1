'use client';

import { ListTodo } from 'lucide-react';
import { useMay } from '../../lib/session/session-provider';
import { useUrlState } from '../../lib/use-url-state';
import { Button } from '../../ui/button';
import { KeyHelp } from '../../ui/key-help';
import { PageHeader } from '../../ui/page-header';
import { ApprovalFilters, useRepairFilter } from './approval-filters';
import { BulkDialog } from './bulk-dialog';
import { ReasonDialog } from '../../ui/reason-dialog';
import { RepairPanel } from './repair-panel';
import { repairStateWord } from './repair-words';
import type { Repair } from './repair-words';
import { useQueue } from './use-queue';
import { useRepairLists } from './use-repair-lists';

const isWaiting = ({ state }: Repair): boolean => state === 'proposed';

/** The queue of decisions on drift: what waits first, what was decided below it. */
export const ApprovalsPage = () => {
  const [params, change] = useUrlState();
  const mayDecide = useMay('operator');
  const { state, ...filter } = useRepairFilter();
  const { waiting, settled, rows, filtered } = useRepairLists();
  const { selected, select, busy, approve, reject, rejecting, setRejecting } = useQueue(rows, mayDecide);
  const list = { selected, onSelect: select, filtered };
  return (
    <>
      <PageHeader
        title="Approvals"
        note="Repairs of mappings whose source has changed. What is sure is applied by itself where the policy allows it; the rest waits here."
        actions={
          mayDecide && (
            <Button
              icon={ListTodo}
              disabled={rows.filter(isWaiting).length < 2}
              onClick={() => {
                change({ all: 'yes' });
              }}
            >
              Decide all that wait
            </Button>
          )
        }
      />
      <KeyHelp keys={mayDecide ? [...lookingKeys, ...decidingKeys] : lookingKeys} />
      <ApprovalFilters />
      <div className="flex flex-col gap-5">
        {waiting !== undefined && (
          <RepairPanel
            {...list}
            title="Waiting for a decision"
            pages={waiting}
            empty={['Nothing waits for you', 'When a source changes, the repair of its mappings shows here.']}
            decide={mayDecide ? { busy, approve, reject: setRejecting } : undefined}
          />
        )}
        {/* Below a list that may still grow, so it comes after it. */}
        {settled !== undefined && waiting?.isPending !== true && (
          <RepairPanel
            {...list}
            title={state === undefined ? 'Decided' : repairStateWord(state)}
            pages={settled}
            empty={['Nothing was decided yet']}
          />
        )}
      </div>
      {rejecting !== undefined && (
        <ReasonDialog
          title={`Reject the repair of ${rejecting.object}?`}
          consequence="The fields stay without new values until somebody settles the ticket; nothing is lost."
          confirm="Reject"
          required
          onClose={() => {
            setRejecting(undefined);
          }}
          onConfirm={(reason) => {
            reject(rejecting, reason);
          }}
        />
      )}
      {params.get('all') !== null && (
        <BulkDialog
          filter={filter}
          onClose={() => {
            change({ all: '' });
          }}
        />
      )}
    </>
  );
};

const lookingKeys = [
  ['j', 'next'],
  ['k', 'previous'],
  ['enter', 'open'],
] as const;
const decidingKeys = [
  ['a', 'approve'],
  ['e', 'edit, then approve'],
  ['r', 'reject'],
] as const;
