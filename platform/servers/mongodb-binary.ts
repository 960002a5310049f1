import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../domain/faults.ts';
import { fetchMongod } from './fetched-mongod.ts';
import { findOnPath } from './find-on-path.ts';
import { buildGoTool, builtGoTool } from './go-tool.ts';
import type { GoTool } from './go-tool.ts';
import type { ServerSource } from './running-server.ts';
import type { Tools } from './temporal-binary.ts';

export interface MongodbProgram {
  readonly program: string;
  readonly source: ServerSource;
  readonly kind: 'mongod' | 'ferretdb';
}

const sourceFolder = join(import.meta.dirname, '..', '..', 'temporal', 'dev-server', 'ferretdb');

/** Rebuilt whenever one of its sources changes. PostgreSQL support is left out: it would only lengthen the build. */
const ferretdbTool = (): GoTool => ({
  name: 'ferretdb',
  stamp: ['go.mod', 'go.sum', 'main.go']
    .reduce((hash, file) => hash.update(readFileSync(join(sourceFolder, file))), createHash('sha256'))
    .digest('hex'),
  arguments: ['install', '-trimpath', '-tags', 'ferretdb_no_postgresql', '.'],
  sourceFolder,
  label: 'FerretDB, a MongoDB wire server, is built from source (about 1 minute, once)',
});

/** A MongoDB wire server that is there already: mongod on PATH, or FerretDB built before; else null. */
export const locateMongodb = ({ environment, toolsFolder }: Tools): MongodbProgram | null => {
  const onPath = findOnPath(environment, 'mongod');
  if (onPath !== null) return { program: onPath, source: 'path', kind: 'mongod' };
  const built = builtGoTool(toolsFolder, ferretdbTool());
  return built === null ? null : { program: built, source: 'built', kind: 'ferretdb' };
};

/** A MongoDB wire server that is there, else mongod fetched, else FerretDB built. Throws `internal` where none can be had. */
export const findMongodb = async (tools: Tools): Promise<MongodbProgram> => {
  const there = locateMongodb(tools);
  if (there !== null) return there;
  const fetched = await fetchMongod(tools);
  if (fetched !== null) return { program: fetched, source: 'download', kind: 'mongod' };
  const program = await buildGoTool(ferretdbTool(), tools);
  if (program !== null) return { program, source: 'built', kind: 'ferretdb' };
  throw new Fault(
    'internal',
    'There is no MongoDB server: install mongod or Go 1.22 or newer, or set MONGODB_URI',
  );
};
