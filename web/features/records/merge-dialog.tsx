'use client';

import { useState } from 'react';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { ReasonField } from '../../ui/reason-field';

interface MergeDialogProps {
  readonly busy: boolean;
  readonly onClose: () => void;
  /** With the id of the other golden record, and a reason that may be empty. */
  readonly onConfirm: (other: string, reason: string) => void;
}

/** Asks which golden record is the same thing. */
export const MergeDialog = ({ busy, onClose, onConfirm }: MergeDialogProps) => {
  const [other, setOther] = useState('');
  const [reason, setReason] = useState('');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Merge with another record"
      description="Both are one from the next generation on, and stay so in every later build until somebody takes it back."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(other.trim(), reason.trim());
        }}
      >
        <Field label="Id of the other record" required help="It stands under the title of its page.">
          {(control) => (
            <Input
              {...control}
              value={other}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => {
                setOther(event.target.value);
              }}
            />
          )}
        </Field>
        <ReasonField help="Kept with the decision." value={reason} onChange={setReason} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="primary" busy={busy} disabled={other.trim() === ''}>
            Merge
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
