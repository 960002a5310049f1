import { columnPath, pathText, readPath, resolvePath } from '../mapping/path.ts';
import type { Segment } from '../mapping/path.ts';
import type { Reason } from '../schema/changes.ts';
import { isNumeric } from '../schema/lost-paths.ts';
import { typeText } from '../schema/render.ts';
import type { SourceField, SourceObject } from '../schema/types.ts';
import type { Composition } from './find-compositions.ts';
import type { RenameCandidate } from './match-fields.ts';

/** What is known of an object's change when a repair is built. */
export interface ObjectChange {
  /** The object as it was approved. */
  readonly baseline: SourceObject;
  readonly current: SourceObject;
  /** Field names that are gone or retyped. */
  readonly lost: readonly string[];
  readonly renames: readonly RenameCandidate[];
  readonly compositions: readonly Composition[];
}

/** Where a lost path is to be found now. */
export interface Target {
  /** The path that is read instead; the same one where only its type has changed. */
  readonly path: string;
  readonly confidence: number;
  readonly evidence: readonly Reason[];
  readonly retyped: boolean;
}

/** The path text of a field's name: nested names are paths, a column may have any name. */
export const fieldPath = (name: string): string => (readPath(name) === null ? columnPath(name) : name);

const wholeOf = (segments: readonly Segment[]): readonly Segment[] =>
  segments.at(-1) === null ? segments.slice(0, -1) : segments;

const beginsWith = (path: readonly Segment[], start: readonly Segment[]): boolean =>
  start.length <= path.length && start.every((segment, at) => segment === path[at]);

/** Finds lost fields behind the paths of a mapping, and what to read instead. */
export class LostSources {
  readonly #change: ObjectChange;
  readonly #names: ReadonlySet<string>;
  readonly #before: ReadonlyMap<string, SourceField>;
  readonly #after: ReadonlyMap<string, SourceField>;

  constructor(change: ObjectChange) {
    this.#change = change;
    this.#before = new Map(change.baseline.fields.map((field) => [field.name, field]));
    this.#after = new Map(change.current.fields.map((field) => [field.name, field]));
    this.#names = new Set(this.#before.keys());
  }

  /** The lost field that a path reads, or undefined: the field itself before one that holds it. */
  lostBehind(path: string): string | undefined {
    const wanted = resolvePath(path, this.#names);
    const behind = this.#change.lost.filter((name) =>
      beginsWith(wanted, wholeOf(resolvePath(name, this.#names))),
    );
    return behind.find((name) => this.#segments(name).length === wanted.length) ?? behind[0];
  }

  /** What to read instead of a path whose field is lost; undefined where nothing is known. */
  targetOf(path: string): Target | undefined {
    const name = this.lostBehind(path);
    if (name === undefined) return undefined;
    const now = this.#after.get(name);
    if (now !== undefined) return { path, confidence: 1, evidence: [], retyped: true };
    const rename = this.#change.renames.find(({ from }) => from === name);
    if (rename === undefined) return undefined;
    return {
      path: this.#moved(path, name, rename.to),
      confidence: rename.confidence,
      evidence: rename.reasons,
      retyped: this.#isRetyped(name, rename.to),
    };
  }

  /** The composition that a lost field has become, or become part of. */
  compositionOf(path: string): Composition | undefined {
    const name = this.lostBehind(path);
    return this.#change.compositions.find(({ from }) => name !== undefined && from.includes(name));
  }

  #segments(name: string): readonly Segment[] {
    return wholeOf(resolvePath(name, this.#names));
  }

  #moved(path: string, from: string, to: string): string {
    const rest = resolvePath(path, this.#names).slice(this.#segments(from).length);
    if (rest.length === 0) return fieldPath(to);
    const start = wholeOf(readPath(to) ?? [to]);
    return pathText([...start, ...rest]);
  }

  #isRetyped(from: string, to: string): boolean {
    const before = this.#before.get(from);
    const after = this.#after.get(to);
    if (before === undefined || after === undefined) return false;
    const { baseline, current } = this.#change;
    const [was, is] = [typeText(before, baseline), typeText(after, current)].map(
      (text) => text.split(' ')[0],
    );
    return was !== is && !(isNumeric(was ?? '') && isNumeric(is ?? ''));
  }
}
