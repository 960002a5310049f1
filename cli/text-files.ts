import { readFileSync, writeFileSync } from 'node:fs';
import { Fault } from '../domain/faults.ts';

/** What the operating system says, in words. */
const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'no space is left on the disk',
  EROFS: 'the file system is read-only',
};

const sentenceOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return ('code' in error && sentences[String(error.code)]) || error.message;
};

/** The text of a file that somebody named (`-`: standard input). Throws `not_found` with the reason. */
export const readTextFile = (path: string): string => {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (cause) {
    throw new Fault('not_found', `${path} cannot be read: ${sentenceOf(cause)}`, { cause });
  }
};

/** Writes the file that somebody named. Throws `validation_failed` with the reason. */
export const writeTextFile = (path: string, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new Fault('validation_failed', `${path} cannot be written: ${sentenceOf(cause)}`, { cause });
  }
};
