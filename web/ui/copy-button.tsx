'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';

interface CopyButtonProps {
  readonly text: string;
  /** Read aloud where more than one thing on the page can be copied. */
  readonly label?: string;
}

/** Puts text on the clipboard, and says so. */
export const CopyButton = ({ text, label }: CopyButtonProps) => {
  const [copied, setCopied] = useState('');
  const done = copied === text;
  return (
    <Button
      look="quiet"
      icon={done ? Check : Copy}
      {...(label === undefined ? {} : { 'aria-label': done ? `Copied: ${label}` : `Copy ${label}` })}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(text);
        });
      }}
    >
      {done ? 'Copied' : 'Copy'}
    </Button>
  );
};
