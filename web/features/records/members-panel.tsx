'use client';

import { Combine, Split } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../lib/session/session-provider';
import { percentWords } from '../../lib/words';
import { Button } from '../../ui/button';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Checkbox } from '../../ui/input';
import { Panel } from '../../ui/panel';
import { ReasonDialog } from '../../ui/reason-dialog';
import { ConnectionName } from '../connections/connection-name';
import { MergeDialog } from './merge-dialog';
import { entityWords } from './record-words';
import type { GoldenDetail } from './record-words';
import { useGoldenDecision } from './use-golden-decision';

type Member = GoldenDetail['members'][number];

const columns: readonly Column<Member>[] = [
  { name: 'Source', cell: ({ connection_id }) => <ConnectionName id={connection_id} /> },
  { name: 'Object', cell: ({ source_object }) => source_object },
  { name: 'Record', cell: ({ record_id }) => <code className="font-mono text-xs">{record_id}</code> },
  { name: 'Sure', numeric: true, cell: ({ confidence }) => percentWords(confidence) },
];

/** The source records that are this one; a person may take some of them out, or put another golden record in. */
export const MembersPanel = ({ record }: { readonly record: GoldenDetail }) => {
  const { entity, members } = record;
  const mayDecide = useMay('operator') && entityWords(entity).unified;
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<'merge' | 'split'>();
  const decide = useGoldenDecision(() => {
    setAsking(undefined);
    setApart(new Set());
  });
  const close = (): void => {
    setAsking(undefined);
  };
  const choose: Column<Member> = {
    name: 'Apart',
    cell: ({ record_key }) => (
      <Checkbox
        aria-label={`Take ${record_key} out`}
        checked={apart.has(record_key)}
        onChange={({ target }) => {
          const next = new Set(apart);
          if (target.checked) next.add(record_key);
          else next.delete(record_key);
          setApart(next);
        }}
      />
    ),
  };
  const maySplit = mayDecide && members.length > 1;
  return (
    <Panel
      title="Made of"
      flush
      actions={
        mayDecide && (
          <div className="flex flex-wrap gap-2">
            {maySplit && (
              <Button
                icon={Split}
                disabled={apart.size === 0 || apart.size === members.length}
                onClick={() => {
                  setAsking('split');
                }}
              >
                Split off
              </Button>
            )}
            <Button
              icon={Combine}
              onClick={() => {
                setAsking('merge');
              }}
            >
              Merge with …
            </Button>
          </div>
        )
      }
    >
      <DataTable
        caption="Source records"
        columns={maySplit ? [...columns, choose] : columns}
        rows={members}
        keyOf={({ record_key }) => record_key}
      />
      {asking === 'split' && (entity === 'account' || entity === 'contact') && (
        <ReasonDialog
          title="Split these records off"
          consequence={`${String(apart.size)} of ${String(members.length)} records become a golden record of their own, and stay apart from the others in every later build.`}
          confirm="Split"
          required={false}
          onClose={close}
          onConfirm={(reason) => {
            const keys = members.map(({ record_key }) => record_key);
            const groups = [keys.filter((key) => !apart.has(key)), keys.filter((key) => apart.has(key))];
            decide.mutate({ kind: 'split', entity, id: record.golden_id, groups, reason });
          }}
        />
      )}
      {asking === 'merge' && (entity === 'account' || entity === 'contact') && (
        <MergeDialog
          busy={decide.isPending}
          onClose={close}
          onConfirm={(other, reason) => {
            decide.mutate({ kind: 'merge', entity, ids: [record.golden_id, other], reason });
          }}
        />
      )}
    </Panel>
  );
};
