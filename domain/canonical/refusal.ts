import type { Json } from '../json.ts';

/** Why a value cannot be taken. Returned, not thrown: a bad batch must not pay for a stack trace per cell. */
export class Refusal {
  /** Stable code of the reason. */
  readonly code: string;
  /** A sentence that shows the value, shortened, and names the cure. */
  readonly message: string;

  constructor(code: string, message: string) {
    this.code = code;
    this.message = message;
  }
}

const longest = 80;

/** A value as a person may read it in a message: JSON, at most 80 characters of it. */
export const shown = (value: Json | undefined): string => {
  const text = typeof value === 'string' ? value.slice(0, longest + 1) : value;
  const json = JSON.stringify(text) as string | undefined;
  if (json === undefined) return 'nothing';
  return json.length > longest + 2 ? `${json.slice(0, longest).toWellFormed()}…` : json;
};
