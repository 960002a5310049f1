import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import { isSystemError, unreadableFile, withoutMark } from '../text-files.ts';

function parseLine<T>(text: string, at: string, shape: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault('validation_failed', `${at} is not JSON`);
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw new Fault('validation_failed', `${at}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * The lines of a JSONL file, checked; `-` is standard input, empty lines are passed over.
 * @throws Fault `validation_failed` that names the line, `not_found`
 */
export async function* readJsonLines<T>(path: string, shape: z.ZodType<T>): AsyncGenerator<T> {
  const input = path === '-' ? process.stdin : createReadStream(path, 'utf8');
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1;
      const text = number === 1 ? withoutMark(line) : line;
      if (text.trim() !== '') yield parseLine(text, `${path} line ${number}`, shape);
    }
  } catch (error) {
    throw isSystemError(error) ? unreadableFile(path, error) : error;
  }
}
