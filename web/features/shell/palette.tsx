'use client';

import { Command } from 'cmdk';
import { Component, Plug, Search, Shapes } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog as Radix } from 'radix-ui';
import { diagrams } from '../architecture/diagrams';
import { navGroups } from './nav-items';
import { PaletteFinds } from './palette-finds';
import { Choice, Group } from './palette-parts';

interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Finds a page, something of the tenant or an action by a few letters, and goes there. */
export const Palette = ({ open, onOpenChange }: PaletteProps) => {
  const router = useRouter();
  const go = (href: string) => () => {
    onOpenChange(false);
    router.push(href);
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-slate-950/50" />
        <Radix.Content
          aria-describedby={undefined}
          className="enter fixed inset-x-3 top-[8dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-2xl border border-line bg-panel shadow-card"
        >
          <Radix.Title className="sr-only">Search</Radix.Title>
          <Command label="Search">
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search aria-hidden className="size-5 shrink-0 text-muted" />
              <Command.Input
                placeholder="A page, a connection, a ticket, something to do …"
                className="h-13 w-full min-w-0 bg-transparent outline-none placeholder:text-muted"
              />
            </div>
            <Command.List className="max-h-[60dvh] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-8 text-center text-sm text-muted">
                Nothing is called that.
              </Command.Empty>
              {navGroups.map(({ name, items }) => (
                <Group key={name} name={name}>
                  {items.map(({ href, label, icon }) => (
                    <Choice key={href} value={`${name} ${label}`} icon={icon} onSelect={go(href)}>
                      {label}
                    </Choice>
                  ))}
                </Group>
              ))}
              <Group name="Actions">
                <Choice value="Connect a source" icon={Plug} onSelect={go('/connections/new')}>
                  Connect a source
                </Choice>
                <Choice value="Kit: the parts of the console" icon={Component} onSelect={go('/kit')}>
                  Kit: the parts of the console
                </Choice>
              </Group>
              <PaletteFinds go={go} />
              <Group name="Architecture">
                {diagrams.map(({ slug, title }) => (
                  <Choice
                    key={slug}
                    value={`architecture ${title}`}
                    icon={Shapes}
                    onSelect={go(`/architecture/${slug}`)}
                  >
                    {title}
                  </Choice>
                ))}
              </Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
