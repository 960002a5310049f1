/** The REST data API: versions, describe, query with pages, sObject rows, limits. */
import { Router } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Json } from '../../../domain/json.ts';
import { describeBriefly, describeFully } from './describe.ts';
import type { Org, OrgObject } from './org.ts';
import { parseSoql } from './parse-soql.ts';
import { isRecordId } from './record-id.ts';
import { fieldOf, idOf, runSoql } from './run-soql.ts';
import type { StoredRecord } from './run-soql.ts';
import { SalesforceError } from './salesforce-error.ts';

/** Requests counted against the daily limit of the org. */
export interface ApiUsage {
  /** Changes of records by id that were asked for. */
  updates: number;
  used: number;
  limit: number;
}

interface OpenQuery {
  readonly object: OrgObject;
  readonly fields: readonly string[];
  readonly records: readonly StoredRecord[];
  readonly pageSize: number;
}

const maxOpenQueries = 10;
const versions = [59, 60, 61, 62, 63, 64];
const values = z.record(z.string(), z.json());

const baseOf = (request: Request): string => `/services/data/${String(request.params['version'])}`;
const parameter = (request: Request, name: string): string => String(request.params[name]);

/** Pages of query answers; as in Salesforce at most ten cursors stay open and the oldest goes first. */
class OpenQueries {
  readonly #open = new Map<string, OpenQuery>();
  #next = 1;

  add(query: OpenQuery): string {
    const [oldest] = this.#open.keys();
    if (this.#open.size >= maxOpenQueries && oldest !== undefined) this.#open.delete(oldest);
    const locator = `0r8sm${String(this.#next++).padStart(10, '0')}AAA`;
    this.#open.set(locator, query);
    return locator;
  }

  get(locator: string): OpenQuery {
    const found = this.#open.get(locator);
    if (found === undefined) {
      throw new SalesforceError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    return found;
  }

  forget(): void {
    this.#open.clear();
  }
}

const rendered = (record: StoredRecord, object: OrgObject, fields: readonly string[], base: string) => ({
  attributes: {
    type: object.definition.name,
    url: `${base}/sobjects/${object.definition.name}/${idOf(record)}`,
  },
  ...Object.fromEntries(fields.map((field) => [field, record[field] ?? null])),
});

const page = (query: OpenQuery, locator: string | null, from: number, base: string): Json => {
  const { records, pageSize, object, fields } = query;
  const rows = records.slice(from, from + pageSize).map((record) => rendered(record, object, fields, base));
  const done = from + pageSize >= records.length;
  const next =
    done || locator === null ? {} : { nextRecordsUrl: `${base}/query/${locator}-${from + pageSize}` };
  return { totalSize: records.length, done, ...next, records: rows };
};

const pageSizeOf = (request: Request): number => {
  const asked = /batchSize=(\d+)/.exec(request.get('sforce-query-options') ?? '');
  return Math.min(2000, Math.max(200, Number(asked?.[1] ?? 2000)));
};

const queryHandler =
  (org: Org, queries: OpenQueries, all: boolean) =>
  (request: Request, response: Response): void => {
    const text = request.query['q'];
    if (typeof text !== 'string')
      throw new SalesforceError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    const soql = parseSoql(text);
    const object = org.get(soql.object, 'query');
    const fields = soql.fields.map((name) => fieldOf(object.definition, name).name);
    if (new Set(fields).size < fields.length)
      throw new SalesforceError(400, 'MALFORMED_QUERY', 'duplicate field selected');
    const records = runSoql(soql, object.definition, object.records.values(), all);
    if (fields.length === 0) {
      response.json({ totalSize: records.length, done: true, records: [] });
      return;
    }
    const query: OpenQuery = { object, fields, records, pageSize: pageSizeOf(request) };
    const locator = records.length > query.pageSize ? queries.add(query) : null;
    response.json(page(query, locator, 0, baseOf(request)));
  };

const queryMoreHandler =
  (queries: OpenQueries) =>
  (request: Request, response: Response): void => {
    const [locator = '', from = ''] = parameter(request, 'locator').split('-');
    response.json(page(queries.get(locator), locator, Number(from), baseOf(request)));
  };

const knownId = (request: Request): string => {
  const id = parameter(request, 'id');
  if (!isRecordId(id)) throw new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return id;
};

const rowRoutes = (org: Org, router: Router, usage: ApiUsage): void => {
  router.post('/sobjects/:name', (request, response) => {
    const id = org.create(org.get(parameter(request, 'name'), 'path'), values.parse(request.body));
    response.status(201).json({ id, success: true, errors: [] });
  });
  router.get('/sobjects/:name/:id', (request, response) => {
    const object = org.get(parameter(request, 'name'), 'path');
    const asked = request.query['fields'];
    const fields =
      typeof asked === 'string' ? asked.split(',') : object.definition.fields.map(({ name }) => name);
    for (const field of fields) fieldOf(object.definition, field);
    response.json(rendered(org.record(object, knownId(request)), object, fields, baseOf(request)));
  });
  router.patch('/sobjects/:name/:id', (request, response) => {
    usage.updates++;
    org.update(org.get(parameter(request, 'name'), 'path'), knownId(request), values.parse(request.body));
    response.status(204).end();
  });
  router.delete('/sobjects/:name/:id', (request, response) => {
    org.remove(org.get(parameter(request, 'name'), 'path'), knownId(request));
    response.status(204).end();
  });
  router.patch('/sobjects/:name/:field/:value', (request, response) => {
    const object = org.get(parameter(request, 'name'), 'path');
    const field = parameter(request, 'field');
    const value = parameter(request, 'value');
    const found = org.byExternalId(object, field, value);
    const given = values.parse(request.body);
    if (found === undefined) {
      const id = org.create(object, { ...given, [field]: value });
      response.status(201).json({ id, success: true, errors: [], created: true });
      return;
    }
    org.update(object, idOf(found), given);
    response.json({ id: idOf(found), success: true, errors: [], created: false });
  });
};

const describeRoutes = (org: Org, router: Router): void => {
  router.get('/sobjects', (request, response) => {
    const sobjects = org.objects().map(({ definition }) => describeBriefly(definition, baseOf(request)));
    response.json({ encoding: 'UTF-8', maxBatchSize: 200, sobjects });
  });
  router.get('/sobjects/:name/describe', (request, response) => {
    response.json(describeFully(org.get(parameter(request, 'name'), 'path').definition, baseOf(request)));
  });
};

/** Mounted under /services/data; the caller has checked the session. `forgetQueries` expires all open cursors. */
export const dataRoutes = (org: Org, usage: ApiUsage): { router: Router; forgetQueries: () => void } => {
  const router = Router({ mergeParams: true });
  const queries = new OpenQueries();
  router.get('/', (request, response) => {
    const resources = ['sobjects', 'query', 'queryAll', 'limits'];
    response.json(Object.fromEntries(resources.map((name) => [name, `${baseOf(request)}/${name}`])));
  });
  router.get('/limits', (_request, response) => {
    response.json({
      DailyApiRequests: { Max: usage.limit, Remaining: Math.max(0, usage.limit - usage.used) },
    });
  });
  router.get('/query', queryHandler(org, queries, false));
  router.get('/queryAll', queryHandler(org, queries, true));
  router.get('/query/:locator', queryMoreHandler(queries));
  router.get('/queryAll/:locator', queryMoreHandler(queries));
  describeRoutes(org, router);
  rowRoutes(org, router, usage);
  return {
    router,
    forgetQueries: () => {
      queries.forget();
    },
  };
};

/** What `GET /services/data` answers without a session. */
export const supportedVersions = versions.map((version) => ({
  label: `API ${version}`,
  url: `/services/data/v${version}.0`,
  version: `${version}.0`,
}));
