/** Query answers page by page, going on where it stopped when Salesforce forgets its own cursor. */
import type { Record as SalesforceRecord } from 'jsforce';
import { Fault } from '../../domain/faults.ts';
import type { Session } from './session.ts';
import { errorCodeOf } from './vendor-fault.ts';

export interface PageRequest {
  readonly place: string;
  /** The query for the rows after `last` (null: from the start of this read). */
  readonly soqlAfter: (last: SalesforceRecord | null) => string;
  /** Deleted rows too (queryAll). */
  readonly all: boolean;
  readonly pageRows: number;
  readonly signal: AbortSignal;
}

interface Page {
  readonly records: readonly SalesforceRecord[];
  /** All matching rows, also those of later pages. */
  readonly totalSize: number;
  readonly next: string | null;
}

/** Salesforce takes 200 to 2,000 and treats it as a wish. */
const pageSize = (rows: number): number => Math.min(2000, Math.max(200, rows));

const checkedPage = (answer: unknown, place: string): Page => {
  const { records, totalSize, done, nextRecordsUrl } = (answer ?? {}) as Partial<Record<string, unknown>>;
  if (!Array.isArray(records) || typeof done !== 'boolean' || typeof totalSize !== 'number') {
    throw new Fault(
      'source_protocol',
      `${place}: Salesforce answered something else than a page of records.`,
    );
  }
  if (done) return { records: records as SalesforceRecord[], totalSize, next: null };
  if (
    typeof nextRecordsUrl !== 'string' ||
    !/^\/services\/data\/[\w./-]+$/.test(nextRecordsUrl) ||
    records.length === 0
  ) {
    throw new Fault('source_protocol', `${place}: Salesforce announced another page without saying where.`);
  }
  return { records: records as SalesforceRecord[], totalSize, next: nextRecordsUrl };
};

const lostLocator = (error: unknown): boolean =>
  error instanceof Fault &&
  ['INVALID_QUERY_LOCATOR', 'QUERY_TIMEOUT'].includes(errorCodeOf(error.cause) ?? '');

const fetchPage = (
  session: Session,
  request: PageRequest,
  next: string | null,
  last: SalesforceRecord | null,
): Promise<Page> => {
  const { place, signal, all } = request;
  const headers = { 'Sforce-Query-Options': `batchSize=${pageSize(request.pageRows)}` };
  const resource = all ? 'queryAll' : 'query';
  const url = next ?? `/${resource}?q=${encodeURIComponent(request.soqlAfter(last))}`;
  return session.call(
    async (connection) => checkedPage(await connection.request({ method: 'GET', url, headers }), place),
    { place, signal, keepsReserve: true },
  );
};

/** Yields each page's records. @throws Faults of the catalogue; the signal's reason on abort. */
export async function* queryPages(
  session: Session,
  request: PageRequest,
): AsyncGenerator<readonly SalesforceRecord[], void, undefined> {
  let next: string | null = null;
  let last: SalesforceRecord | null = null;
  for (;;) {
    let page: Page;
    try {
      page = await fetchPage(session, request, next, last);
    } catch (error) {
      request.signal.throwIfAborted();
      if (next === null || !lostLocator(error)) throw error;
      next = null;
      continue;
    }
    if (page.next !== null && page.next === next) {
      throw new Fault('source_protocol', `${request.place}: Salesforce sends the same page again and again.`);
    }
    if (page.records.length > 0) yield page.records;
    request.signal.throwIfAborted();
    if (page.next === null) return;
    last = page.records.at(-1) ?? last;
    next = page.next;
  }
}

/** The first page of a query: for counts and single records. */
export const queryOnce = (
  session: Session,
  soql: string,
  place: string,
  keepsReserve: boolean,
): Promise<Pick<Page, 'records' | 'totalSize'>> =>
  session.call(
    async (connection) =>
      checkedPage(await connection.request(`/query?q=${encodeURIComponent(soql)}`), place),
    { place, keepsReserve },
  );
