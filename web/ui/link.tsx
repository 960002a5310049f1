'use client';

import NextLink from 'next/link';
import { useState } from 'react';
import type { ComponentProps } from 'react';

/**
 * A link to a page of the console, which is fetched once somebody points at it, touches it or goes to it by Tab. Fetching the
 * pages of all links in sight would take the line, and the server, from what the page itself asks for.
 */
export const Link = (props: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) => {
  const [isWanted, setWanted] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={isWanted}
      onPointerEnter={(event) => {
        setWanted(true);
        props.onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setWanted(true);
        props.onFocus?.(event);
      }}
    />
  );
};
