import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import { seedMongodb } from '../seed/seed-mongodb.ts';
import { mongodbSettings } from '../source-address.ts';
import type { PreparedSources } from '../source-context.ts';
import { nothingFound } from './real-part.ts';
import type { RealPart } from './real-part.ts';

type Document = Readonly<Record<string, Json>>;

/** Databases that the files were parts of, with the file of each collection. */
const databases = {
  northwind: { customers: 'northwind.customers.json', orders: 'northwind.orders-nested.ndjson' },
  analytics: { customers: 'sample_analytics.customers.ndjson', accounts: 'sample_analytics.accounts.ndjson' },
  crunchbase: { companies: 'crunchbase.company-one-doc.json' },
} as const;

const document = z.record(z.string(), z.json());
const documents = z.union([z.array(document), document.transform((one) => [one])]);

/** An array, one document, or one document per line. A document without id gets the id that its own key makes. */
const documentsOf = (file: string, text: string): Document[] => {
  const parsed = file.endsWith('.ndjson')
    ? text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => document.parse(JSON.parse(line)))
    : documents.parse(JSON.parse(text));
  return parsed.map((each, at) => ('_id' in each ? each : { _id: each['CustomerID'] ?? at + 1, ...each }));
};

const loadDatabase = async (
  name: string,
  files: Readonly<Record<string, string>>,
  place: string,
  context: Parameters<RealPart>[1],
): Promise<PreparedSources> => {
  const there = Object.entries(files).filter(([, file]) => existsSync(join(place, file)));
  if (there.length === 0) return nothingFound(`mongo/${name}`);
  const collections: Record<string, Document[]> = {};
  for (const [collection, file] of there)
    collections[collection] = documentsOf(file, await readFile(join(place, file), 'utf8'));
  const database = `autonomos_${name}`;
  const { written, refused } = await seedMongodb(context.mongodbUrl, database, collections);
  context.onProgress(`MongoDB ${name}: ${written} documents written`);
  const settings = mongodbSettings(context.mongodbUrl, database);
  return {
    connections: [{ slug: `mongodb-${name}`, name: `MongoDB ${name}`, system: 'mongodb', ...settings }],
    notes: refused.map((reason) => `MongoDB document not taken by this server, ${name}.${reason}`),
  };
};

export const loadMongodb: RealPart = async (folder, context) => {
  const connections: PreparedSources['connections'][number][] = [];
  const notes: string[] = [];
  for (const [name, files] of Object.entries(databases)) {
    const loaded = await loadDatabase(name, files, join(folder, 'mongo'), context);
    connections.push(...loaded.connections);
    notes.push(...loaded.notes);
  }
  return { connections, notes };
};
