import type { LucideIcon } from 'lucide-react';

interface ChoiceCardsProps<T extends string> {
  readonly legend: string;
  /** Unique on the page: the radio buttons belong together by it. */
  readonly name: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string; readonly icon?: LucideIcon }[];
  readonly onChoose: (value: T) => void;
}

/** One of a few choices, all of them in sight. */
export const ChoiceCards = <T extends string>({
  legend,
  name,
  value: chosen,
  choices,
  onChoose,
}: ChoiceCardsProps<T>) => (
  <fieldset>
    <legend className="mb-2 text-sm">{legend}</legend>
    <div className="flex flex-wrap gap-2">
      {choices.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          className="target flex cursor-pointer items-center gap-2 rounded-lg border border-control px-4 text-sm has-checked:border-brand has-checked:bg-brand-soft has-checked:text-brand has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brand"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={chosen === value}
            onChange={() => {
              onChoose(value);
            }}
          />
          {Icon !== undefined && <Icon aria-hidden className="size-4" />}
          {label}
        </label>
      ))}
    </div>
  </fieldset>
);
