import { LoaderCircle } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';

const looks = {
  primary: 'bg-brand text-on-brand border-transparent hover:bg-brand-strong',
  secondary: 'bg-panel text-ink border-control hover:bg-raised',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-raised',
  danger: 'bg-panel text-danger border-danger hover:bg-danger-soft',
} as const;

const base =
  'target inline-flex items-center justify-center gap-2 rounded-lg border px-3.5 text-sm font-medium transition-colors disabled:opacity-60 whitespace-nowrap select-none';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof looks;
  readonly icon?: LucideIcon;
  /** Under way: shows so, and takes no second click. */
  readonly busy?: boolean;
}

export const Button = ({
  look = 'secondary',
  icon: Icon,
  busy = false,
  children,
  className,
  ...rest
}: ButtonProps) => (
  <button
    type="button"
    {...rest}
    disabled={rest.disabled === true || busy}
    aria-busy={busy}
    className={classNames(base, looks[look], className)}
  >
    {busy ? (
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
    ) : (
      Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0" />
    )}
    {children}
  </button>
);

/** A link that looks like a button: the child is the link. */
export const ButtonLink = ({
  look = 'secondary',
  className,
  ...rest
}: ComponentProps<typeof Slot.Root> & { readonly look?: keyof typeof looks }) => (
  <Slot.Root {...rest} className={classNames(base, looks[look], className)} />
);

/** Only an icon is seen; the label is read aloud and shown as a title. */
export const IconButton = ({
  label,
  icon: Icon,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { readonly label: string; readonly icon: LucideIcon }) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    {...rest}
    className={classNames(
      'target inline-flex aspect-square min-w-9 items-center justify-center rounded-lg text-muted transition-colors hover:bg-raised hover:text-ink max-sm:min-w-11 pointer-coarse:min-w-11',
      className,
    )}
  >
    <Icon aria-hidden className="size-5" />
  </button>
);
