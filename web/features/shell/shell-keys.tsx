'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { late } from '../../lib/late';
import { useShortcuts, useShortcutsOn } from '../../lib/use-shortcuts';
import { Dialog } from '../../ui/dialog';
import { Key } from '../../ui/key-help';
import { navItems } from './nav-items';
import { chords, useLeaderKeys } from './use-leader-keys';

const Palette = late(() => import('./palette').then((module) => module.Palette));

/** The keys that work on every page: the palette, the sheet of keys, and `g` followed by a page's letter. */
export const ShellKeys = ({
  searching,
  onSearch,
}: {
  readonly searching: boolean;
  readonly onSearch: (open: boolean) => void;
}) => {
  const router = useRouter();
  const [helping, setHelping] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      onSearch(true);
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, [onSearch]);
  useShortcuts({
    '?': () => {
      setHelping(true);
    },
    '/': () => {
      onSearch(true);
    },
  });
  useLeaderKeys(
    Object.fromEntries(
      navItems.map(({ key, href }) => [
        key,
        () => {
          router.push(href);
        },
      ]),
    ),
  );
  return (
    <>
      {searching && <Palette open onOpenChange={onSearch} />}
      <Dialog open={helping} onOpenChange={setHelping} title="Keys">
        <KeySheet />
      </Dialog>
    </>
  );
};

const everywhere = [
  ['Ctrl K', 'Search pages, connections and actions'],
  ['/', 'The same, by a single key'],
  ['?', 'This list'],
  ['Esc', 'Close what is open'],
] as const;

const KeySheet = () => {
  const on = useShortcutsOn();
  return (
    <div className="flex flex-col gap-5 text-sm">
      {!on && <p>Single keys are switched off; the pages that have keys offer to switch them on.</p>}
      <KeyList name="Everywhere" keys={everywhere} />
      <KeyList
        name="Go to a page"
        keys={navItems.map(({ key, label }) => [`${chords.leader} ${key}`, label])}
      />
      <p className="text-muted">A page with keys of its own names them at its top.</p>
    </div>
  );
};

interface KeyListProps {
  readonly name: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
}

const KeyList = ({ name, keys }: KeyListProps) => (
  <section aria-label={name}>
    <h3 className="mb-2 text-muted">{name}</h3>
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
      {keys.map(([pressed, does]) => (
        <div key={pressed} className="contents">
          <dt className="flex gap-1">
            {pressed.split(' ').map((one) => (
              <Key key={one}>{one}</Key>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  </section>
);
