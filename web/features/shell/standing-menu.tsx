'use client';

import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { usePersona } from '../../lib/persona';
import { Standing, useStanding } from './standing';

/** Persona, autonomy and model in the top bar; on phones they stand in the menu of pages. */
export const StandingMenu = () => {
  const [open, setOpen] = useState(false);
  const { autonomy, model } = useStanding();
  const persona = usePersona();
  const words = [persona, autonomy, model].filter((word) => word !== undefined).join(' · ');
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        title="Persona, autonomy, model"
        className="target inline-flex min-w-9 items-center justify-center gap-2 rounded-lg px-2 text-sm text-muted hover:bg-raised hover:text-ink max-sm:hidden"
      >
        <SlidersHorizontal aria-hidden className="size-5 shrink-0" />
        <span className="max-w-64 truncate max-xl:sr-only">{words || 'Persona, autonomy, model'}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          aria-label="Persona, autonomy, model"
          className="enter z-50 w-80 rounded-xl border border-line bg-panel p-4 shadow-card outline-none"
        >
          <Standing
            onLeave={() => {
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
