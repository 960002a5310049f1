import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { hintCookie, roleNamed } from '../lib/session/session-hint';
import './globals.css';
import { Providers } from './providers';
import { renewalScript } from './renewal-script';
import { themeScript } from './theme-script';

export const metadata: Metadata = {
  title: { default: 'AutonomOS', template: '%s · AutonomOS' },
  description: 'One canonical, replayable event stream from messy sources',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f8fb' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1120' },
  ],
};

/** Every page is drawn as it is asked for: with its address' filters, and for a member where the browser remembers one. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const hinted = roleNamed((await cookies()).get(hintCookie)?.value);
  // Of the scripts in a page only those with the nonce of its answer's policy run.
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: themeScript }} />
        {hinted !== undefined && <script nonce={nonce} dangerouslySetInnerHTML={{ __html: renewalScript }} />}
      </head>
      <body>
        <Providers hinted={hinted}>{children}</Providers>
      </body>
    </html>
  );
}
