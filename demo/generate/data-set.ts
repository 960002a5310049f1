import { filesPart } from './files.ts';
import type { KnownAs } from './known-as.ts';
import { mongodbPart } from './mongodb.ts';
import { createRandom } from './random.ts';
import { salesforcePart } from './salesforce.ts';
import type { Records } from './salesforce.ts';
import { supabasePart } from './supabase.ts';
import type { Table } from './supabase.ts';
import { trueCompanies, truePeople } from './truth.ts';

export interface DataSetOptions {
  readonly seed: string;
  /** Companies in all sources together, at most 416. */
  readonly companies: number;
  /** Days of cloud costs. */
  readonly days: number;
}

export const usualDataSet: DataSetOptions = { seed: 'autonomos', companies: 400, days: 60 };

export interface DataSet {
  readonly salesforce: Records;
  readonly supabase: readonly Table[];
  readonly mongodb: Records;
  /** Text by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** Which records stand for the same company or person. */
  readonly truth: readonly KnownAs[];
}

/**
 * One market seen by four systems that overlap and disagree. Each part draws from a sequence of its own, so that a change
 * of one leaves the others as they were. Equal options give equal bytes.
 */
export const generateDataSet = ({ seed, companies: count, days }: DataSetOptions): DataSet => {
  const random = (part: string) => createRandom(`${seed}/${part}`);
  const companies = trueCompanies(count, random('companies'));
  const world = { companies, people: truePeople(companies, random('people')) };
  const salesforce = salesforcePart(world, random('salesforce'));
  const supabase = supabasePart(world, random('supabase'));
  const mongodb = mongodbPart(world, random('mongodb'));
  const files = filesPart(world, random('files'), days);
  return {
    salesforce: salesforce.content,
    supabase: supabase.content,
    mongodb: mongodb.content,
    files: files.content,
    truth: [...salesforce.truth, ...supabase.truth, ...mongodb.truth, ...files.truth],
  };
};
