import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import { Children } from 'react';
import type { ReactNode } from 'react';

/** Finds of one kind under their heading; nothing where there is none. */
export const Group = ({ name, children }: { readonly name: string; readonly children: ReactNode }) =>
  Children.count(children) > 0 && (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );

interface ChoiceProps {
  /** What the letters typed are looked for in. */
  readonly value: string;
  readonly icon: LucideIcon;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

/** One find; Enter goes there. */
export const Choice = ({ value, icon: Icon, onSelect, children }: ChoiceProps) => (
  <Command.Item
    value={value}
    onSelect={onSelect}
    className="target flex cursor-pointer items-center gap-3 rounded-lg px-3 text-sm data-[selected=true]:bg-brand-soft data-[selected=true]:text-brand"
  >
    <Icon aria-hidden className="size-4 shrink-0" />
    <span className="min-w-0 truncate">{children}</span>
  </Command.Item>
);
