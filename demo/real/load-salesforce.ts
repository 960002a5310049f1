import { readFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { nothingFound } from './real-part.ts';
import type { RealPart } from './real-part.ts';

/** A recorded answer of the query resource; its pages carry the object in each record's attributes. */
const page = z.object({
  records: z.array(z.looseObject({ attributes: z.object({ type: z.string() }) }).catchall(z.json())),
});

/** Puts recorded query answers into the simulated org, as they were. */
export const loadSalesforce: RealPart = async (folder, { salesforce, onProgress }) => {
  const place = join(folder, 'salesforce', 'query');
  const files = globSync('{accounts,contacts,opportunities,leads,users}*.json', { cwd: place }).sort();
  const { load } = salesforce;
  if (files.length === 0 || load === null) return nothingFound('salesforce/query');
  for (const file of files) {
    const { records } = page.parse(JSON.parse(await readFile(join(place, file), 'utf8')));
    const plain = records.map(({ attributes, ...record }) => ({ type: attributes.type, record }));
    const types = new Set(plain.map(({ type }) => type));
    for (const type of types) {
      const rows = plain.filter((each) => each.type === type).map(({ record }) => record);
      load(type, rows);
      onProgress(`Salesforce ${type}: ${rows.length} records of ${basename(file)}`);
    }
  }
  const config = { loginUrl: salesforce.url };
  const { credentials } = salesforce;
  return {
    connections: [{ slug: 'salesforce-data', name: 'Salesforce', system: 'salesforce', config, credentials }],
    notes: [],
  };
};
