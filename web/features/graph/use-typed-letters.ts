'use client';

import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useShortcutsOn } from '../../lib/use-shortcuts';
import { chords } from '../shell/use-leader-keys';

const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  /^[\p{L}\p{N}]$/u.test(key) && !ctrlKey && !metaKey && !altKey;

/**
 * Letters typed where nothing is written. The one that begins chords waits for what follows: a chord leads to its page, and anything
 * else, or nothing for as long as a chord may take, makes it a letter like the others. Answers whether a key was one.
 */
export const useTypedLetters = (
  onLetters: (letters: string) => void,
): ((event: KeyboardEvent) => boolean) => {
  const on = useShortcutsOn();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
    },
    [],
  );
  return (event) => {
    const before = waiting.current === undefined ? '' : chords.leader;
    clearTimeout(waiting.current);
    waiting.current = undefined;
    // Somebody else has taken the key: a chord is complete.
    if (event.defaultPrevented) return true;
    if (!isLetter(event)) return false;
    if (on && before === '' && event.key === chords.leader) {
      // Left to whoever listens for chords.
      waiting.current = setTimeout(() => {
        waiting.current = undefined;
        onLetters(chords.leader);
      }, chords.withinMs);
      return true;
    }
    event.preventDefault();
    onLetters(before + event.key);
    return true;
  };
};
