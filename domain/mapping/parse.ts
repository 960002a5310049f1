import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { Fault } from '../faults.ts';
import { nodeReader } from './parse-document.ts';
import { pointerText, reportMapping } from './check-mapping.ts';
import type { Place } from './check-mapping.ts';
import type { Mapping } from './types.ts';

/** One thing that is wrong with a mapping's text. */
export interface MappingProblem {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** JSON pointer into the mapping; empty for the document itself. */
  readonly pointer: string;
  readonly code: string;
  /** A sentence that names the cure. */
  readonly message: string;
}

export interface MappingReading {
  /** Null where there are problems. */
  readonly mapping: Mapping | null;
  /** In the order of the text. */
  readonly problems: readonly MappingProblem[];
}

/** Ten times the longest that we ship. Reading takes time that grows faster than the text, and others wait meanwhile. */
const longest = 100_000;
/** Nobody corrects more at once, and each is looked up in the text. */
const mostProblems = 100;

const inTextOrder = (left: MappingProblem, right: MappingProblem): number =>
  left.line - right.line || left.column - right.column || (left.pointer < right.pointer ? -1 : 1);

/** Where a key stands for the second time in its map. */
const repeatedKeys = (document: Document): readonly number[] => {
  const offsets: number[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) offsets.push(key.range?.[0] ?? 0);
        seen.add(key.value);
      }
    },
  });
  return offsets;
};

/** Reads a mapping from YAML and tells what is wrong with it, each thing at its line and column, a hundred at most. */
export const readMapping = (text: string): MappingReading => {
  const problems: MappingProblem[] = [];
  if (text.length > longest) {
    const message = `The mapping has ${text.length} characters of ${longest}; shorten it`;
    return { mapping: null, problems: [{ line: 1, column: 1, pointer: '', code: 'too_long', message }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Seen to below: the library compares each key with all others of its map.
    uniqueKeys: false,
    version: '1.2',
    merge: false,
    logLevel: 'silent',
  });
  const at = (offset: number, pointer: string, code: string, message: string): void => {
    if (problems.length === mostProblems) return;
    const { line, col } = lines.linePos(offset);
    problems.push({ line: Math.max(1, line), column: Math.max(1, col), pointer, code, message });
  };
  for (const error of [...document.errors, ...document.warnings]) {
    const message = error.code === 'RESOURCE_EXHAUSTION' ? 'This is nested too deep' : error.message;
    at(error.pos[0], '', `yaml_${error.code.toLowerCase()}`, `${message}; correct the YAML`);
  }
  const repeated = repeatedKeys(document);
  for (const offset of repeated)
    at(offset, '', 'yaml_duplicate_key', 'Map keys must be unique; correct the YAML');
  if (document.errors.length > 0 || repeated.length > 0) return { mapping: null, problems };
  const reader = nodeReader(document);
  const report = (place: Place, code: string, message: string): void => {
    if (problems.length === mostProblems) return;
    at(reader.offsetOf(place), pointerText(place), code, message);
  };
  const mapping = reader.read(report);
  if (mapping !== null) reportMapping(mapping, report);
  return { mapping: problems.length === 0 ? mapping : null, problems: problems.sort(inTextOrder) };
};

/**
 * The mapping that a YAML text says. Throws Fault `mapping_invalid` with one error per problem; each message begins with
 * `line L, column C:`.
 */
export const parseMapping = (text: string): Mapping => {
  const { mapping, problems } = readMapping(text);
  if (mapping !== null) return mapping;
  const errors = problems.map(({ line, column, pointer, code, message }) => ({
    pointer,
    code,
    message: `line ${line}, column ${column}: ${message}`,
  }));
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new Fault('mapping_invalid', `${first?.message ?? 'The mapping is empty'}${more}`, { errors });
};
