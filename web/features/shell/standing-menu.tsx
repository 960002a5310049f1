'use client';

import { SlidersHorizontal } from 'lucide-react';
import { afterMs } from '../../lib/late';
import { usePersona } from '../../lib/persona';
import { useHydrated } from '../../lib/use-hydrated';
import { useSettled } from '../../lib/use-settled';
import { PopoverButton } from '../../ui/popover';
import { Standing, useStanding } from './standing';

const label = 'Persona, autonomy, model';

/** Persona, autonomy and model in the top bar; on phones they stand in the menu of pages. */
export const StandingMenu = () => {
  // What nobody waits for leaves the line to what somebody does.
  const asks = useSettled(useHydrated(), afterMs);
  const { autonomy, model } = useStanding(asks);
  const persona = usePersona();
  const words = [persona, autonomy, model].filter((word) => word !== undefined).join(' · ');
  return (
    <PopoverButton
      label={label}
      className="text-muted hover:text-ink max-sm:hidden"
      face={
        <>
          <SlidersHorizontal aria-hidden className="size-5 shrink-0" />
          <span className="max-w-64 truncate max-xl:sr-only">{words || label}</span>
        </>
      }
    >
      {(close) => <Standing onLeave={close} />}
    </PopoverButton>
  );
};
