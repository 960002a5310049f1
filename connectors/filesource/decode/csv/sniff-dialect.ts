import { RecordScanner } from './record-scanner.ts';
import type { Dialect } from './dialect.ts';

const delimiters = [',', ';', '\t', '|'] as const;
const names: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};

interface Sample {
  /** The sample is the whole text: its last record is complete. */
  readonly whole: boolean;
  readonly extension: string;
  readonly delimiter?: string | undefined;
}

export interface SniffedDialect extends Pick<Dialect, 'delimiter' | 'quote' | 'escape' | 'skip'> {
  readonly guess?: string;
}

type Candidate = Pick<Dialect, 'delimiter' | 'quote' | 'escape'>;

interface Score {
  readonly candidate: Candidate;
  readonly cells: number;
  /** Share of the records that have as many cells as the first. */
  readonly regular: number;
}

/** Finds delimiter and quoting: those under which most records have as many cells as the first one, and more than one. */
export function sniffDialect(bytes: Buffer, sample: Sample): SniffedDialect {
  const told = /^sep=(.)\r?\n/.exec(bytes.subarray(0, 8).toString('latin1'))?.[1];
  const skip = told === undefined ? 0 : 1;
  const fixed = sample.delimiter ?? told ?? (/^\.(tsv|tab)$/.test(sample.extension) ? '\t' : undefined);
  const quoting = sniffQuoting(bytes);
  if (fixed !== undefined) return { delimiter: fixed, ...quoting, skip };
  const scores = delimiters
    .map((delimiter) => scoreOf({ delimiter, ...quoting }, bytes, sample.whole))
    .sort((a, b) => weight(b) - weight(a));
  const [best, second] = scores;
  if (best === undefined || best.cells === 1) return { delimiter: ',', ...quoting, skip };
  const doubtful = best.regular < 0.9 || (second !== undefined && second.cells > 1 && second.regular >= 0.9);
  const guess = `taken as separated by ${names[best.candidate.delimiter] ?? 'commas'}; set \`delimiter\` if that is wrong`;
  return { ...best.candidate, skip, ...(doubtful ? { guess } : {}) };
}

const weight = ({ cells, regular }: Score): number => (cells === 1 ? 0 : regular + Math.min(cells, 50) / 500);

function scoreOf(candidate: Candidate, bytes: Buffer, whole: boolean): Score {
  const scanner = new RecordScanner(candidate);
  scanner.attach(bytes, bytes.length, whole);
  let cells = 0;
  let records = 0;
  let alike = 0;
  while (records < 500 && scanner.advance()) {
    if (records === 0) cells = scanner.cells;
    records += 1;
    if (scanner.problem === null && scanner.cells === cells) alike += 1;
  }
  return { candidate, cells, regular: records === 0 ? 0 : alike / records };
}

/** Double quotes unless only single ones enclose cells; a backslash escapes where it stands before quotes inside text. */
function sniffQuoting(bytes: Buffer): Pick<Dialect, 'quote' | 'escape'> {
  const text = bytes.toString('latin1');
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const double = count(/(?:^|[,;\t|\r\n])"/g);
  const single = count(/(?:^|[,;\t|\r\n])'[^'\r\n]*'(?=$|[,;\t|\r\n])/g);
  const quote = double === 0 && single > 1 ? "'" : '"';
  const escaped = quote === '"' ? count(/[^\\]\\"(?![,;\t|\r\n])/g) : count(/[^\\]\\'(?![,;\t|\r\n])/g);
  const doubled = quote === '"' ? count(/[^,;\t|\r\n]""/g) : count(/[^,;\t|\r\n]''/g);
  return { quote, escape: escaped > doubled ? 'backslash' : 'double' };
}

/** The line break that a rewritten file keeps: the first one in the sample. */
export function lineBreakOf(bytes: Buffer): Dialect['lineBreak'] {
  const feed = bytes.indexOf(0x0a);
  const carriage = bytes.indexOf(0x0d);
  if (carriage < 0 || (feed >= 0 && feed < carriage)) return '\n';
  return feed === carriage + 1 ? '\r\n' : '\r';
}
