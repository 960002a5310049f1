import type { Request } from 'express';
import type { Logger } from '../../platform/logger.ts';
import { appendAudit } from '../../platform/database/repositories/audit.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { AuditNote, Common } from '../endpoint.ts';
import type { Caller } from './access-tokens.ts';
import { digestOf } from './digest.ts';
import type { Input } from './parse-request.ts';

/** One request of a signed-in user on its way through the layers. */
export interface Exchange {
  readonly request: Request;
  readonly traceId: string;
  readonly logger: Logger;
  readonly caller: Caller;
  readonly input: Input;
}

/** Collects the notes of one run of a handler. */
export const createNotes = (): {
  readonly note: (note: AuditNote) => void;
  readonly all: () => AuditNote;
} => {
  let all: AuditNote = {};
  return {
    note: (note) => {
      all = { ...all, ...note };
    },
    all: () => all,
  };
};

const digestOrNull = (value: unknown): Buffer | null => (value === undefined ? null : digestOf(value));

/** Layer 5: who did what to what, with which outcome; of the values only digests. */
export const auditMutation = async (
  transaction: TenantTransaction,
  { id }: Common,
  exchange: Pick<Exchange, 'request' | 'traceId' | 'caller'>,
  { status, note }: { readonly status: number; readonly note: AuditNote },
): Promise<void> => {
  await appendAudit(transaction, {
    actor: exchange.caller.userId,
    action: id,
    subject:
      note.subject === undefined ? subjectOf(exchange.request) : `${note.subject.kind}:${note.subject.id}`,
    before: digestOrNull(note.before),
    after: digestOrNull(note.after),
    status,
    ip: exchange.request.ip ?? null,
    traceId: exchange.traceId,
  });
};

/** What the address names, when the handler says nothing better; what no database text holds has its replacement. */
const subjectOf = ({ params }: Request): string | null => {
  const named = Object.entries(params).map(([name, value]) => `${name}:${String(value).slice(0, 200)}`);
  return named.length === 0 ? null : named.join(' ').replaceAll('\0', '\ufffd').toWellFormed();
};
