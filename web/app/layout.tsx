import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { hintCookie, roleNamed } from '../lib/session/session-hint';
import { showTheme, themeCookie, themeNamed } from '../lib/show-theme';
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

/** Every page is drawn as it is asked for: with its address' filters, and for a member where the browser remembers one. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const kept = await cookies();
  const hinted = roleNamed(kept.get(hintCookie)?.value);
  const theme = themeNamed(kept.get(themeCookie)?.value);
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <PageScript text={callText(showTheme, theme)} />
        {hinted !== undefined && <PageScript text={renewalScript} />}
      </head>
      <body>
        <Providers hinted={hinted}>{children}</Providers>
      </body>
    </html>
  );
}
