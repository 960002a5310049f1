import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'express';
import multer from 'multer';
import { Fault } from '../../../domain/faults.ts';
import { safeName } from './upload-folder.ts';

export const mostBytes = 200 * 1024 * 1024;

export interface ReceivedFile {
  /** Where it lies for now; whoever keeps it moves it. */
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: Buffer;
}

const partial = '.partial-';

/**
 * Writes the one file of a multipart body into the folder under a name that nobody reads. Throws `validation_failed` for
 * none, several, other fields or an unreadable kind, `payload_too_large`; nothing is left behind then.
 */
export const receiveFile = async (request: Request, folder: string): Promise<ReceivedFile> => {
  const storage = multer.diskStorage({
    destination: folder,
    filename: (_request, _file, done) => {
      done(null, `${partial}${randomUUID()}`);
    },
  });
  const receive = multer({
    storage,
    limits: { fileSize: mostBytes, files: 1, fields: 0, parts: 1, fieldNameSize: 100, headerPairs: 20 },
    // The name of a part is Latin-1 unless told; browsers send UTF-8.
    defParamCharset: 'utf8',
    fileFilter: (_request, file, done) => {
      try {
        safeName(file.originalname);
        done(null, true);
      } catch (error) {
        done(error as Error);
      }
    },
  }).single('file');
  await new Promise<void>((resolve, reject) => {
    // multer wants no more of the answer than to hand it on.
    receive(request, request.res ?? ({} as never), (error: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(asFault(error));
    });
  });
  const { file } = request;
  if (file === undefined) throw malformed('Send one file as the field `file` of multipart/form-data');
  try {
    return {
      path: file.path,
      name: safeName(file.originalname),
      bytes: file.size,
      sha256: await hashOf(file.path),
    };
  } catch (error) {
    await rm(file.path, { force: true });
    throw error;
  }
};

const malformed = (message: string): Fault =>
  new Fault('validation_failed', message, { errors: [{ pointer: '/file', code: 'malformed', message }] });

const asFault = (error: unknown): Error => {
  if (error instanceof multer.MulterError) {
    return error.code === 'LIMIT_FILE_SIZE'
      ? new Fault('payload_too_large', `A file may have ${mostBytes / 1024 / 1024} MB`, { cause: error })
      : malformed(`${error.message}; send one file as the field \`file\``);
  }
  if (error instanceof Fault) return error;
  // What the system says may name a path with any word in it.
  if (error instanceof Error && 'syscall' in error) return error;
  const broken = error instanceof Error && /form|boundary|multipart|header/i.test(error.message);
  return broken
    ? malformed('The multipart body cannot be read')
    : new Error('The file was not stored', { cause: error });
};

const hashOf = async (path: string): Promise<Buffer> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest();
};
