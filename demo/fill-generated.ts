import { join } from 'node:path';
import { generateDataSet, usualDataSet } from './generate/data-set.ts';
import { generatedOverlaps } from './known-overlaps.ts';
import { seedFiles } from './seed/seed-files.ts';
import { seedMongodb } from './seed/seed-mongodb.ts';
import { seedPostgres } from './seed/seed-postgres.ts';
import { mongodbSettings, postgresSettings } from './source-address.ts';
import type { PreparedSources, SourceContext } from './source-context.ts';

const schema = 'demo';
const database = 'autonomos_demo';
const folder = 'demo';

/** Fills the four sources with the generated data set; what is there already stays untouched. */
export const fillGenerated = async (context: SourceContext): Promise<PreparedSources> => {
  const { postgresUrl, mongodbUrl, salesforce, tenantFolder, onProgress } = context;
  const data = generateDataSet(usualDataSet);
  const { load } = salesforce;
  const records =
    load === null ? 0 : sum(Object.entries(data.salesforce).map(([name, rows]) => load(name, rows)));
  const rows = await seedPostgres(postgresUrl, schema, data.supabase);
  const documents = await seedMongodb(mongodbUrl, database, data.mongodb);
  const files = await seedFiles(join(tenantFolder, folder), data.files);
  onProgress(
    `Sources filled: ${records} Salesforce records, ${rows} PostgreSQL rows, ${documents.written} MongoDB documents, ${files} files written`,
  );
  return {
    overlaps: generatedOverlaps(data.truth),
    notes: documents.refused.map((reason) => `MongoDB document not loaded: ${reason}`),
    connections: [
      {
        slug: 'salesforce',
        name: 'Salesforce',
        system: 'salesforce',
        config: { loginUrl: salesforce.url },
        credentials: salesforce.credentials,
      },
      { slug: 'supabase', name: 'Back office', system: 'supabase', ...postgresSettings(postgresUrl, schema) },
      { slug: 'mongodb', name: 'Shop', system: 'mongodb', ...mongodbSettings(mongodbUrl, database) },
      { slug: 'files', name: 'Shared folder', system: 'filesource', config: { folder, testSource: true } },
    ],
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
