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

/** Whether the operating system has refused something. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'syscall' in error;

const sentenceOf = (error: unknown): string =>
  isSystemError(error) ? (sentences[error.code ?? ''] ?? error.message) : String(error);

/** Says of a file that somebody named why it cannot be read. */
export const unreadableFile = (path: string, cause: unknown): Fault =>
  new Fault('not_found', `${path} cannot be read: ${sentenceOf(cause)}`, { cause });

/** A text without the mark that Windows programs put before UTF-8. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

/** The text of a file that somebody named (`-`: standard input). Throws `not_found` with the reason. */
export const readTextFile = (path: string): string => {
  try {
    return withoutMark(readFileSync(path === '-' ? 0 : path, 'utf8'));
  } catch (cause) {
    throw unreadableFile(path, cause);
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
