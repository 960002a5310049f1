import { headers } from 'next/headers';
import { pageRequest } from '../lib/page-request';

/** A call as text. The function must refer to nothing outside itself; what goes into it may come from an address. */
export const callText = <T extends readonly unknown[]>(
  call: (...values: T) => unknown,
  ...values: T
): string =>
  // A `<` could end the script.
  `(${call.toString()})(${values.map((value) => JSON.stringify(value).replaceAll('<', String.raw`\u003c`)).join(', ')})`;

/** Runs as soon as the page's markup has come so far, before any other script; the policy of its answer lets it. */
export const PageScript = async ({ text }: { readonly text: string }) => (
  <script
    nonce={(await headers()).get(pageRequest.nonce) ?? undefined}
    dangerouslySetInnerHTML={{ __html: text }}
  />
);
