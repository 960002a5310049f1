'use client';

import { useState } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { ReasonField } from './reason-field';

interface ReasonDialogProps {
  readonly title: string;
  readonly consequence: string;
  readonly confirm: string;
  readonly required: boolean;
  readonly onClose: () => void;
  /** With the reason; empty only where it is not required. */
  readonly onConfirm: (reason: string) => void;
}

/** Asks why before something is decided against a proposal. */
export const ReasonDialog = ({
  title,
  consequence,
  confirm,
  required,
  onClose,
  onConfirm,
}: ReasonDialogProps) => {
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm(given);
        }}
      >
        <p className="text-sm">{consequence}</p>
        <ReasonField required={required} help="Kept with the decision." value={reason} onChange={setReason} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" look="danger" disabled={required && given === ''}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
