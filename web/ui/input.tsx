import type { ComponentProps } from 'react';
import { classNames } from './class-names';

const look =
  'target w-full min-w-0 rounded-lg border border-control bg-panel px-3 text-base text-ink placeholder:text-muted aria-invalid:border-danger sm:text-sm';

export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input {...rest} className={classNames(look, className)} />
);

export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea {...rest} className={classNames(look, 'py-2', className)} />
);

/** The platform's own list: it works with every keyboard, reader and phone. */
export const Select = ({ className, ...rest }: ComponentProps<'select'>) => (
  <select {...rest} className={classNames(look, 'chosen pr-8', className)} />
);

/** A box without words beside it lends a finger the room around it. */
export const Checkbox = ({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) => {
  const box = (
    <input
      type="checkbox"
      {...rest}
      className={classNames('size-5 shrink-0 rounded accent-(--brand) max-sm:size-6', className)}
    />
  );
  return rest['aria-label'] === undefined ? (
    box
  ) : (
    <label className="inline-flex shrink-0 max-sm:-m-2.5 max-sm:p-2.5">{box}</label>
  );
};
