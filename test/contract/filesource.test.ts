import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connector as module } from '../../connectors/filesource/index.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { conformsTo } from './conforms-to.ts';
import type { SourceUnderTest } from './source-under-test.ts';

const fileObject = (name: string, columns: readonly string[], key: readonly string[]): SourceObject => ({
  name,
  kind: 'file',
  fields: columns.map((column) => ({ name: column, type: 'string', nullable: !key.includes(column) })),
  key,
  changeFields: [],
  access: 'granted',
});

const accounts = fileObject(
  'accounts.csv',
  ['account_id', 'name', 'revenue', 'founded', 'note'],
  ['account_id'],
);
const rows = Array.from({ length: 83 }, (_, index) => [
  `A-${String(index).padStart(4, '0')}`,
  index % 7 === 0 ? `Łódź "${index}", GmbH` : `Company number ${index} with a name of some length`,
  index * 100,
  `20${10 + (index % 10)}-03-01`,
  index % 5 === 0 ? 'two\nlines' : null,
]);

const hostileColumns = [
  'id',
  '__proto__',
  'constructor',
  "a'b",
  'x"; DROP TABLE canary; --',
  '=1+1',
  ' spaced ',
];
const hostileObject = (name: string) => ({
  object: fileObject(name, hostileColumns, ['id']),
  rows: [
    ['1', '{"polluted":true}', 'x', '"', ',', '@SUM(A1)', '\r\n'],
    ['2', '', ';', "'", '\t', '-5', ' '],
  ],
});

async function makeSource(): Promise<SourceUnderTest> {
  const tenantFolder = await mkdtemp(path.join(tmpdir(), 'filesource-'));
  const object = accounts.name;
  return {
    module,
    open: {
      config: { testSource: true },
      credentials: {},
      tenantFolder,
      egressAllow: [],
      saveCredentials: () => Promise.resolve(),
    },
    seed: [{ object: accounts, rows }],
    object,
    key: ['account_id'],
    incremental: null,
    write: {
      create: { account_id: 'A-new', name: 'New, "quoted"', revenue: '7', founded: '2024-01-01', note: '' },
      change: { name: 'Changed\r\nname', note: 'é' },
      missing: ['A-none'],
    },
    drifts: [
      {
        title: 'add',
        mutation: { kind: 'add_column', object, arguments: { column: 'region', value: 'EMEA' } },
        before: null,
        after: 'region',
      },
      {
        title: 'rename',
        mutation: { kind: 'rename_column', object, arguments: { from: 'name', to: 'company, name' } },
        before: 'name',
        after: 'company, name',
      },
      {
        title: 'retype',
        mutation: { kind: 'retype_column', object, arguments: { column: 'revenue', type: 'money' } },
        before: 'revenue',
        after: 'revenue',
      },
      {
        title: 'drop',
        mutation: { kind: 'drop_column', object, arguments: { column: 'note' } },
        before: 'note',
        after: null,
      },
    ],
    hostile: [
      hostileObject("x'; -- $where.csv"),
      hostileObject('__proto__.csv'),
      hostileObject('a#b `c`.csv'),
    ],
    wrongCredential: null,
    unreachable: null,
    secrets: [tenantFolder],
    close: () => rm(tenantFolder, { recursive: true }),
  };
}

conformsTo('filesource', makeSource);
