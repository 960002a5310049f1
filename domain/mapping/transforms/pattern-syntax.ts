import { ArgumentError } from '../transform-spec.ts';

/** True for a code point that a set holds. */
export type CodePointTest = (code: number) => boolean;

export type PatternNode =
  | { readonly kind: 'set'; readonly test: CodePointTest }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence' | 'either'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly index: number | null; readonly node: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly node: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

const between = (from: string, to: string): CodePointTest => {
  const low = from.codePointAt(0) ?? 0;
  const high = to.codePointAt(0) ?? 0;
  return (code) => code >= low && code <= high;
};
const digit = between('0', '9');
const word: CodePointTest = (code) =>
  digit(code) || code === 95 || between('A', 'Z')(code) || between('a', 'z')(code);
const space: CodePointTest = (code) => /\s/.test(String.fromCodePoint(code));
const not =
  (test: CodePointTest): CodePointTest =>
  (code) =>
    !test(code);

const classes: Readonly<Record<string, CodePointTest>> = {
  d: digit,
  D: not(digit),
  w: word,
  W: not(word),
  s: space,
  S: not(space),
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Reads a pattern by recursive descent; whatever is outside the linear subset is refused by name. */
export class PatternParser {
  groups = 0;
  private at = 0;
  private readonly source: readonly string[];

  constructor(source: string) {
    this.source = Array.from(source);
  }

  /** The whole pattern. Throws ArgumentError with the place and the cure. */
  parse(): PatternNode {
    const node = this.either();
    if (this.at < this.source.length) throw this.error('has a ) too many; remove it or write \\)');
    return node;
  }

  private error(what: string): ArgumentError {
    return new ArgumentError(`the pattern ${what} (character ${this.at + 1})`);
  }

  private peek(ahead = 0): string | undefined {
    return this.source[this.at + ahead];
  }

  private either(): PatternNode {
    const nodes = [this.sequence()];
    while (this.peek() === '|') {
      this.at += 1;
      nodes.push(this.sequence());
    }
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: 'either', nodes };
  }

  private sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek()) {
      nodes.push(this.repeated(this.atom()));
    }
    return { kind: 'sequence', nodes };
  }

  private atom(): PatternNode {
    const char = this.source[this.at];
    this.at += 1;
    switch (char) {
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '.':
        return { kind: 'set', test: (code) => code !== 10 };
      case '(':
        return this.group();
      case '[':
        return { kind: 'set', test: this.charClass() };
      case '\\':
        return { kind: 'set', test: this.escape() };
      case '*':
      case '+':
      case '?':
        throw this.error(`repeats nothing with ${char}; put something before it or write \\${char}`);
      default:
        return { kind: 'set', test: between(char ?? '', char ?? '') };
    }
  }

  private group(): PatternNode {
    let index: number | null = null;
    if (this.peek() === '?') {
      if (this.peek(1) !== ':')
        throw this.error('has a look-around or a named group; only (…) and (?:…) are supported');
      this.at += 2;
    } else {
      this.groups += 1;
      index = this.groups;
    }
    const node = this.either();
    if (this.peek() !== ')') throw this.error('has a ( without its ); close it or write \\(');
    this.at += 1;
    return { kind: 'group', index, node };
  }

  private escape(): CodePointTest {
    const char = this.source[this.at];
    if (char === undefined) throw this.error('ends with a backslash; write \\\\ for one');
    this.at += 1;
    const known = classes[char];
    if (known !== undefined) return known;
    const control = controls[char];
    if (control !== undefined) return between(control, control);
    if (/[A-Za-z0-9]/.test(char))
      throw this.error(`uses \\${char}, which is not supported; use \\d \\w \\s \\D \\W \\S or a class`);
    return between(char, char);
  }

  private charClass(): CodePointTest {
    const negated = this.peek() === '^';
    if (negated) this.at += 1;
    const tests: CodePointTest[] = [];
    while (this.peek() !== ']') {
      const char = this.source[this.at];
      if (char === undefined) throw this.error('has a [ without its ]; close it or write \\[');
      this.at += 1;
      if (char === '\\') tests.push(this.escape());
      else tests.push(this.range(char));
    }
    this.at += 1;
    const any: CodePointTest = (code) => tests.some((test) => test(code));
    return negated ? not(any) : any;
  }

  private range(from: string): CodePointTest {
    const to = this.peek(1);
    if (this.peek() !== '-' || to === undefined || to === ']' || to === '\\') return between(from, from);
    this.at += 2;
    if ((from.codePointAt(0) ?? 0) > (to.codePointAt(0) ?? 0))
      throw this.error(`has the empty range ${from}-${to}`);
    return between(from, to);
  }

  private repeated(node: PatternNode): PatternNode {
    const counts = this.counts();
    if (counts === null) return node;
    if (node.kind === 'start' || node.kind === 'end')
      throw this.error('repeats ^ or $; remove the repetition');
    const lazy = this.peek() === '?';
    if (lazy) this.at += 1;
    if (/[*+?]/.test(this.peek() ?? '')) throw this.error('repeats a repetition; put it into (?:…)');
    return { kind: 'repeat', node, ...counts, lazy };
  }

  private counts(): { readonly min: number; readonly max: number } | null {
    const char = this.peek();
    const simple = {
      '*': { min: 0, max: Infinity },
      '+': { min: 1, max: Infinity },
      '?': { min: 0, max: 1 },
    };
    if (char === '*' || char === '+' || char === '?') {
      this.at += 1;
      return simple[char];
    }
    if (char !== '{') return null;
    const match = /^\{(\d{1,3})(?:(,)(\d{1,3})?)?\}/.exec(this.source.slice(this.at, this.at + 9).join(''));
    if (match === null) return null;
    this.at += match[0].length;
    const min = Number(match[1]);
    const max = match[3] === undefined ? (match[2] === undefined ? min : Infinity) : Number(match[3]);
    if (max < min) throw this.error(`repeats at least ${min} and at most ${max} times; swap the two`);
    return { min, max };
  }
}
