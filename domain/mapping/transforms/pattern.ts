import { ArgumentError } from '../transform-spec.ts';
import { PatternParser } from './pattern-syntax.ts';
import type { CodePointTest, PatternNode } from './pattern-syntax.ts';

type Instruction =
  | { readonly kind: 'set'; readonly test: CodePointTest }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'match' }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'jump'; to: number }
  /** Tries `first`, then `second`. */
  | { readonly kind: 'split'; first: number; second: number };

export interface Pattern {
  readonly groups: number;
  /** The first match: the whole of it, then its groups; null without a match. */
  readonly match: (text: string) => readonly (string | undefined)[] | null;
}

const longestProgram = 1_000;
const longestText = 10_000;

class Program {
  readonly code: Instruction[] = [];

  push(instruction: Instruction): number {
    if (this.code.length >= longestProgram) {
      throw new ArgumentError('the pattern is too long; use smaller repetition counts');
    }
    return this.code.push(instruction) - 1;
  }

  emit(node: PatternNode): void {
    switch (node.kind) {
      case 'sequence':
        for (const part of node.nodes) this.emit(part);
        return;
      case 'either':
        this.emitEither(node.nodes);
        return;
      case 'group':
        if (node.index !== null) this.push({ kind: 'save', slot: 2 * node.index });
        this.emit(node.node);
        if (node.index !== null) this.push({ kind: 'save', slot: 2 * node.index + 1 });
        return;
      case 'repeat':
        this.emitRepeat(node);
        return;
      default:
        this.push(node);
    }
  }

  private emitEither(nodes: readonly PatternNode[]): void {
    const jumps: Extract<Instruction, { kind: 'jump' }>[] = [];
    nodes.forEach((node, at) => {
      if (at === nodes.length - 1) {
        this.emit(node);
        return;
      }
      const split = { kind: 'split' as const, first: this.code.length + 1, second: 0 };
      this.push(split);
      this.emit(node);
      const jump = { kind: 'jump' as const, to: 0 };
      jumps.push(jump);
      this.push(jump);
      split.second = this.code.length;
    });
    for (const jump of jumps) jump.to = this.code.length;
  }

  private emitRepeat({ node, min, max, lazy }: Extract<PatternNode, { kind: 'repeat' }>): void {
    for (let count = 0; count < min; count += 1) this.emit(node);
    if (max === Infinity) {
      this.emitOptional(node, lazy, true);
      return;
    }
    for (let count = min; count < max; count += 1) this.emitOptional(node, lazy, false);
  }

  private emitOptional(node: PatternNode, lazy: boolean, loops: boolean): void {
    const split = { kind: 'split' as const, first: 0, second: 0 };
    const start = this.push(split);
    this.emit(node);
    if (loops) this.push({ kind: 'jump', to: start });
    const after = this.code.length;
    split.first = lazy ? after : start + 1;
    split.second = lazy ? start + 1 : after;
  }
}

/** Backtracking that visits each pair of instruction and position once, so that its time is bounded by their product. */
class Run {
  private readonly visited: Uint8Array;
  private readonly code: readonly Instruction[];
  private readonly text: string;

  constructor(code: readonly Instruction[], text: string) {
    this.code = code;
    this.text = text;
    this.visited = new Uint8Array(code.length * (text.length + 1));
  }

  from(start: number): readonly number[] | null {
    const pending: { pc: number; at: number; slots: readonly number[] }[] = [{ pc: 0, at: start, slots: [] }];
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      let { pc, at, slots } = state;
      for (;;) {
        const mark = pc * (this.text.length + 1) + at;
        if (this.visited[mark] === 1) break;
        this.visited[mark] = 1;
        const step = this.code[pc];
        if (step === undefined || step.kind === 'match') return Object.assign([], slots, { 0: start, 1: at });
        if (step.kind === 'split') {
          pending.push({ pc: step.second, at, slots });
          pc = step.first;
        } else if (step.kind === 'jump') {
          pc = step.to;
        } else if (step.kind === 'save') {
          slots = Object.assign([], slots, { [step.slot]: at });
          pc += 1;
        } else {
          const next = this.consume(step, at);
          if (next < 0) break;
          at = next;
          pc += 1;
        }
      }
    }
    return null;
  }

  /** The position after a step that looks at the text, or -1. */
  private consume(step: Extract<Instruction, { kind: 'set' | 'start' | 'end' }>, at: number): number {
    if (step.kind === 'start') return at === 0 ? at : -1;
    if (step.kind === 'end') return at === this.text.length ? at : -1;
    const code = this.text.codePointAt(at);
    if (code === undefined || !step.test(code)) return -1;
    return at + (code > 0xffff ? 2 : 1);
  }
}

/**
 * Compiles a pattern of the linear subset (literals, classes, groups, alternatives, greedy and lazy repetition, ^ and $).
 * Method: bit-state backtracking of RE2 (R. Cox, "Regular Expression Matching in the Wild", 2010).
 * The first 10,000 characters of a text are searched. Throws ArgumentError for anything else.
 */
export const compilePattern = (source: string): Pattern => {
  const parser = new PatternParser(source);
  const program = new Program();
  program.emit(parser.parse());
  program.push({ kind: 'match' });
  return {
    groups: parser.groups,
    match: (whole) => {
      const text = whole.slice(0, longestText);
      const run = new Run(program.code, text);
      for (let start = 0; start <= text.length; start += 1) {
        const slots = run.from(start);
        if (slots === null) continue;
        const groupAt = (group: number): string | undefined => {
          const [from, to] = [slots[2 * group], slots[2 * group + 1]];
          return from === undefined || to === undefined ? undefined : text.slice(from, to);
        };
        return Array.from({ length: parser.groups + 1 }, (_, group) => groupAt(group));
      }
      return null;
    },
  };
};
