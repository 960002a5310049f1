import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { keptNames } from '../lib/kept-names';
import type { Kept } from '../lib/kept-names';
import { hintCookie, roleNamed } from '../lib/session/session-hint';
import { showTheme, themeNamed } from '../lib/show-theme';
import './globals.css';
import { callText, PageScript } from './page-script';
import { Providers } from './providers';
import { renewalScript } from './renewal-script';

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

/** Every page is drawn as it is asked for: with its address' filters, by what the browser keeps, and for a member where it remembers one. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const sent = await cookies();
  const hinted = roleNamed(sent.get(hintCookie)?.value);
  const kept: Kept = Object.fromEntries(keptNames.map((name) => [name, sent.get(name)?.value ?? '']));
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <PageScript text={callText(showTheme, themeNamed(kept.au_theme))} />
        {hinted !== undefined && <PageScript text={renewalScript} />}
      </head>
      <body>
        <Providers hinted={hinted} kept={kept}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
