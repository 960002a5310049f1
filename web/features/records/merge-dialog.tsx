'use client';

import { useState } from 'react';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';

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
        <Field label="Why?" help="Kept with the decision.">
          {(control) => (
            <Input
              {...control}
              value={reason}
              maxLength={500}
              onChange={(event) => {
                setReason(event.target.value);
              }}
            />
          )}
        </Field>
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
