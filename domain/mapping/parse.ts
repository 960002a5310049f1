import { LineCounter, parseDocument } from 'yaml';
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

const longest = 1_048_576;

const inTextOrder = (left: MappingProblem, right: MappingProblem): number =>
  left.line - right.line || left.column - right.column || (left.pointer < right.pointer ? -1 : 1);

/** Reads a mapping from YAML and tells everything that is wrong with it, each thing at its line and column. */
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
    uniqueKeys: true,
    version: '1.2',
    merge: false,
    logLevel: 'silent',
  });
  const at = (offset: number, pointer: string, code: string, message: string): void => {
    const { line, col } = lines.linePos(offset);
    problems.push({ line: Math.max(1, line), column: Math.max(1, col), pointer, code, message });
  };
  for (const error of [...document.errors, ...document.warnings]) {
    at(error.pos[0], '', `yaml_${error.code.toLowerCase()}`, `${error.message}; correct the YAML`);
  }
  if (document.errors.length > 0) return { mapping: null, problems };
  const reader = nodeReader(document);
  const report = (place: Place, code: string, message: string): void => {
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
