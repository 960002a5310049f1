import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { RequireSession } from '../../features/shell/require-session';
import { Shell } from '../../features/shell/shell';
import { pageRequest } from '../../lib/page-request';
import { hintCookie, roleNamed } from '../../lib/session/session-hint';
import { signInFor } from '../../lib/session/sign-in-for';

/** Strangers get nothing of it: they are sent to sign-in before anything is drawn. */
export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const address = (await headers()).get(pageRequest.address);
  const isStranger = roleNamed((await cookies()).get(hintCookie)?.value) === undefined;
  if (isStranger && address) redirect(signInFor(address));
  return (
    <Shell>
      <RequireSession>{children}</RequireSession>
    </Shell>
  );
}
