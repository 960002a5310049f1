'use client';

import type { ReactNode } from 'react';
import { late } from '../lib/late';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  /** `side` comes in from the right and takes the whole height (details beside a list), `wide` with room for tables. */
  readonly place?: 'centre' | 'side' | 'wide' | 'left';
}

const Frame = late(() => import('./dialog-frame').then(({ DialogFrame }) => DialogFrame));

/** Traps focus, closes by Escape and gives focus back. */
export const Dialog = ({ open, ...rest }: DialogProps) => open && <Frame {...rest} />;
