'use client';

import { Check, Undo2, X } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '../../lib/session/session-provider';
import { useShortcuts } from '../../lib/use-shortcuts';
import { plural } from '../../lib/words';
import { Button } from '../../ui/button';
import { KeyHelp } from '../../ui/key-help';
import { editsOf } from './choices';
import type { Choices, Edits } from './choices';
import { EditedPreview } from './edited-preview';
import { MappingPanel } from './mapping-panel';
import { PreviewPanel } from './preview-panel';
import { ReasonDialog } from '../../ui/reason-dialog';
import type { RepairDetail } from './repair-words';
import { useDecide } from './use-decide';

interface RepairChangesProps {
  readonly repair: RepairDetail;
  readonly onStep: (to: 'next' | 'previous') => void;
}

const questions = {
  reject: {
    title: 'Reject this repair?',
    consequence: 'The fields stay without new values until somebody settles the ticket; nothing is lost.',
    confirm: 'Reject',
    required: true,
  },
  undo: {
    title: 'Undo this repair?',
    consequence:
      'New versions bring the former rules back, the stored records follow, and the ticket opens again.',
    confirm: 'Undo',
    required: false,
  },
} as const;

const steppingKeys = [
  ['j', 'next that waits'],
  ['k', 'previous'],
] as const;
const decidingKeys = [
  ['a', 'approve'],
  ['e', 'edit'],
  ['r', 'reject'],
] as const;

const mayBeUndone = ({ state, undo }: RepairDetail): boolean =>
  state === 'applied' && (undo === null || undo.state === 'failed');

/** To the first source field that can be re-pointed, or else to the first tick. */
const toFirstField = (list: HTMLElement | null): void => {
  const controls = [...(list?.querySelectorAll('input') ?? [])];
  (controls.find(({ type }) => type !== 'checkbox') ?? controls[0])?.focus();
};

/** The mapping's changes with what speaks for each, what becomes of the records, and the decision about them. */
export const RepairChanges = ({ repair, onStep }: RepairChangesProps) => {
  const mayDecide = useMay('operator');
  const wantsEdit = useSearchParams().get('edit') !== null;
  const list = useRef<HTMLDivElement>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [asking, setAsking] = useState<'reject' | 'undo'>();
  const decide = useDecide();
  const isOpen = mayDecide && repair.state === 'proposed';
  const changes = repair.mappings.flatMap((mapping) => mapping.changes);
  const edits = editsOf(changes, choices);
  const taken = edits?.length ?? changes.filter(({ selected }) => selected).length;
  const approve = (): void => {
    decide.mutate({ repair, decision: { verdict: 'approve', ...(edits === undefined ? {} : { edits }) } });
  };
  const askTo = (what: 'reject' | 'undo') => () => {
    setAsking(what);
  };
  const stepTo = (to: 'next' | 'previous') => () => {
    onStep(to);
  };
  useShortcuts({
    j: stepTo('next'),
    k: stepTo('previous'),
    a: isOpen && taken > 0 && !decide.isPending ? approve : undefined,
    r: isOpen ? askTo('reject') : undefined,
    e: isOpen
      ? () => {
          toFirstField(list.current);
        }
      : undefined,
  });
  useEffect(() => {
    if (isOpen && wantsEdit) toFirstField(list.current);
  }, [isOpen, wantsEdit]);
  return (
    <>
      <KeyHelp keys={isOpen ? [...steppingKeys, ...decidingKeys] : steppingKeys} />
      <div ref={list} className="flex flex-col gap-5">
        {repair.mappings.map((mapping) => (
          <MappingPanel
            key={mapping.entity}
            mapping={mapping}
            choices={choices}
            onChoose={
              isOpen
                ? (id, choice) => {
                    setChoices({ ...choices, [id]: choice });
                  }
                : undefined
            }
          />
        ))}
      </div>
      <Outlook repair={repair} edits={edits} />
      {isOpen && (
        <DecisionBar
          taken={taken}
          edited={edits !== undefined}
          busy={decide.isPending}
          onApprove={approve}
          onReject={askTo('reject')}
        />
      )}
      {mayDecide && mayBeUndone(repair) && (
        <div>
          <Button icon={Undo2} busy={decide.isPending} onClick={askTo('undo')}>
            Undo this repair
          </Button>
        </div>
      )}
      {asking !== undefined && (
        <ReasonDialog
          {...questions[asking]}
          onClose={() => {
            setAsking(undefined);
          }}
          onConfirm={(reason) => {
            setAsking(undefined);
            decide.mutate({ repair, decision: { verdict: asking, reason } });
          }}
        />
      )}
    </>
  );
};

interface OutlookProps {
  readonly repair: RepairDetail;
  readonly edits: Edits | undefined;
}

/** What becomes of the records: by the proposal, or by what is chosen of it now. */
const Outlook = ({ repair, edits }: OutlookProps) =>
  edits === undefined || edits.length === 0 ? (
    <PreviewPanel preview={repair.preview} />
  ) : (
    <EditedPreview repair={repair} edits={edits} />
  );

interface DecisionBarProps {
  readonly taken: number;
  readonly edited: boolean;
  readonly busy: boolean;
  readonly onApprove: () => void;
  readonly onReject: () => void;
}

/** Stays in sight while the changes are read. */
const DecisionBar = ({ taken, edited, busy, onApprove, onReject }: DecisionBarProps) => (
  <div className="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-10 flex flex-wrap items-center gap-2 rounded-t-2xl border border-line bg-panel p-3 shadow-card sm:bottom-0">
    <Button look="primary" icon={Check} busy={busy} disabled={taken === 0} onClick={onApprove}>
      {edited ? `Approve ${plural(taken, 'change')}` : 'Approve'}
    </Button>
    <Button look="danger" icon={X} disabled={busy} onClick={onReject}>
      Reject
    </Button>
    <span role="status" className="text-sm text-muted">
      {barWords(taken, edited)}
    </span>
  </div>
);

const barWords = (taken: number, edited: boolean): string => {
  if (taken === 0) return 'Choose at least one change.';
  return edited
    ? 'What is not ticked stays lost, and the ticket open.'
    : 'Untick a change to approve the others alone.';
};
