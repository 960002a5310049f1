'use client';

import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from './button';
import type { ButtonProps } from './button';
import { Dialog } from './dialog';

interface ConfirmButtonProps extends Omit<ButtonProps, 'onClick'> {
  readonly question: string;
  readonly consequence: ReactNode;
  readonly confirm: string;
  readonly onConfirm: () => void;
  /** Nothing goes away by it. */
  readonly harmless?: boolean;
}

/** A button for what cannot be taken back, or takes long: asks once, and says what will happen. */
export const ConfirmButton = ({
  question,
  consequence,
  confirm,
  onConfirm,
  harmless = false,
  ...button
}: ConfirmButtonProps) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        {...button}
        onClick={() => {
          setOpen(true);
        }}
      />
      <Dialog open={open} onOpenChange={setOpen} title={question}>
        <div className="text-sm">{consequence}</div>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button
            onClick={() => {
              setOpen(false);
            }}
          >
            {harmless ? 'Not now' : 'Keep it'}
          </Button>
          <Button
            look={harmless ? 'primary' : 'danger'}
            onClick={() => {
              setOpen(false);
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </div>
      </Dialog>
    </>
  );
};
