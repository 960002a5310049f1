import type { Dimension, Measure, NameFilter, State, View } from './intent.ts';
import { longestPhrase, meaningsOf } from './lexicon.ts';
import type { Ask, Meaning } from './lexicon.ts';
import type { Period } from './period.ts';
import { countOf, readTimePhrase } from './time-phrase.ts';
import { textOf } from './words.ts';
import type { Word } from './words.ts';

/** What a comparison is made with where no period is named. */
export type Former = 'period before' | 'year before';

/** The parts that a question is made of, each word of it accounted for in one of them. */
export interface Parts {
  readonly subjects: readonly { readonly view: View; readonly measure: Measure; readonly ranksBy: boolean }[];
  readonly measures: readonly Measure[];
  readonly states: readonly State[];
  readonly by: readonly Dimension[];
  readonly tagKey: string | null;
  readonly names: readonly NameFilter[];
  readonly periods: readonly Period[];
  readonly compareWith: Period | Former | null;
  readonly asks: ReadonlySet<Ask>;
  readonly count: number | null;
  readonly days: number | null;
  /** Words that the grammar has no place for, as typed: with any of these a question is not understood. */
  readonly leftover: readonly string[];
}

type Growing = {
  -readonly [Key in keyof Parts]: Parts[Key] extends readonly (infer Item)[] ? Item[] : Parts[Key];
};

interface Taken {
  readonly meanings: readonly Meaning[];
  readonly length: number;
}

const formers: readonly (readonly [string, Former])[] = [
  ...(
    [
      ...[
        'the period before',
        'the former period',
        'the previous period',
        'the prior period',
        'the month before',
      ],
      ...['the quarter before', 'the year before', 'the week before', 'the day before', 'before'],
    ] as const
  ).map((phrase) => [phrase, 'period before'] as const),
  ...(
    [
      ...[
        'the same period last year',
        'the same month last year',
        'the same quarter last year',
        'a year ago',
      ],
      ...['a year earlier', 'a year before', 'the year earlier'],
    ] as const
  ).map((phrase) => [phrase, 'year before'] as const),
];

/** Reads a question from left to right; at each place the longest phrase that the grammar knows is taken. */
export const parseQuestion = (question: string, words: readonly Word[], today: string): Parts =>
  new Reader(question, words, today).read();

class Reader {
  readonly #question: string;
  readonly #words: readonly Word[];
  readonly #today: string;
  readonly #asks = new Set<Ask>();
  readonly #parts: Omit<Growing, 'asks'> = {
    ...{ subjects: [], measures: [], states: [], by: [], tagKey: null, names: [], periods: [] },
    ...{ compareWith: null, count: null, days: null, leftover: [] },
  };
  #at = 0;
  /** Where the last name ended. */
  #named = -1;

  constructor(question: string, words: readonly Word[], today: string) {
    this.#question = question;
    this.#words = words;
    this.#today = today;
  }

  read(): Parts {
    while (this.#at < this.#words.length) this.#step();
    return { ...this.#parts, asks: this.#asks };
  }

  #folded(from = this.#at, length = this.#words.length): string[] {
    return this.#words.slice(from, from + length).map(({ folded, quoted }) => (quoted ? '' : folded));
  }

  #step(): void {
    const word = this.#words[this.#at];
    if (word === undefined) return;
    if (word.quoted) {
      this.#names(null, this.#at, 1);
      return;
    }
    if (this.#takeDays() || this.#takePeriod() || this.#takePossessor() || this.#takeCount()) return;
    const taken = this.#phraseAt(this.#at);
    if (taken === undefined) this.#takeUnknown();
    else this.#take(taken);
  }

  /** The longest phrase of the lexicon that begins at a place. */
  #phraseAt(at: number): Taken | undefined {
    for (let length = Math.min(longestPhrase, this.#words.length - at); length >= 1; length -= 1) {
      const meanings = meaningsOf(this.#folded(at, length).join(' '));
      if (meanings.length > 0) return { meanings, length };
    }
    return undefined;
  }

  /** `for more than 60 days`. */
  #takeDays(): boolean {
    const text = this.#folded(this.#at, 6).join(' ');
    const match = /^(?:for |since )?(?:(?:more|longer) than|over|at least)? ?(\d{1,3}) days\b/u.exec(text);
    if (match === null || !/^(?:for|more|longer|over|at)/u.test(text)) return false;
    this.#parts.days = Number(match[1]);
    this.#at += match[0].split(' ').length;
    return true;
  }

  #takePeriod(): boolean {
    const found = readTimePhrase(this.#folded(), this.#today);
    if (found === undefined) return false;
    this.#at += found.length;
    this.#parts.periods.push(found.period);
    return true;
  }

  /** `Acme’s contacts`: the capitalised words before the `’s`. */
  #takePossessor(): boolean {
    let length = 0;
    while (isName(this.#words[this.#at + length])) length += 1;
    if (length === 0 || this.#words[this.#at + length]?.folded !== "'s") return false;
    if (length === 1 && this.#phraseAt(this.#at) !== undefined) return false;
    this.#names(null, this.#at, length);
    this.#at += 1;
    return true;
  }

  /** `top 5`, `5 biggest deals`. */
  #takeCount(): boolean {
    const count = countOf(this.#words[this.#at]?.folded);
    if (count === undefined) return false;
    this.#parts.count = count;
    this.#at += 1;
    return true;
  }

  /** A name may stand beside its noun (`AWS spend`); any other word that the grammar does not know stays over. */
  #takeUnknown(): void {
    let length = 0;
    while (
      isName(this.#words[this.#at + length]) &&
      (length === 0 || this.#phraseAt(this.#at + length) === undefined)
    )
      length += 1;
    if (length > 0 && (this.#at > 0 || this.#namesSum(length))) {
      this.#names(null, this.#at, length);
      return;
    }
    const word = this.#words[this.#at];
    if (word !== undefined) this.#parts.leftover.push(word.raw);
    this.#at += 1;
  }

  /** `Azure spend`: the first word of a question is capitalised anyway, and is a name only before what is summed. */
  #namesSum(length: number): boolean {
    const next = this.#phraseAt(length)?.meanings[0];
    return next?.type === 'subject' && next.measure === 'value';
  }

  #take({ meanings, length }: Taken): void {
    const [first] = meanings;
    const next = this.#at + length;
    if (first === undefined) return;
    this.#at = next;
    if (first.type === 'by') this.#takeGroup();
    else if (first.type === 'bind') this.#takeBound();
    else if (this.#closesName(next - length, meanings)) return;
    else if (first.type === 'ask') this.#takeAsk(first.ask);
    else this.#note(first, meanings, false);
  }

  /** `the Energy industry`, `us-east-1 region`: the dimension of the name before it. */
  #closesName(at: number, meanings: readonly Meaning[]): boolean {
    const dimension = meanings.find(({ type }) => type === 'dimension');
    const last = this.#parts.names.at(-1);
    if (dimension?.type !== 'dimension' || last?.dimension !== null || this.#named !== at) return false;
    if (meanings.some(({ type }) => type === 'subject')) return false;
    this.#parts.names[this.#parts.names.length - 1] = { ...last, dimension: dimension.dimension };
    return true;
  }

  #note(meaning: Meaning, meanings: readonly Meaning[], ranksBy: boolean): void {
    const parts = this.#parts;
    if (meaning.type === 'subject') {
      const asDimension = meanings.find((other) => other.type === 'dimension');
      // `spend of each account`: the second noun is what the first is broken down by, unless it ranks it.
      if (parts.subjects.length > 0 && asDimension?.type === 'dimension' && !ranksBy)
        parts.by.push(asDimension.dimension);
      else parts.subjects.push({ view: meaning.view, measure: meaning.measure, ranksBy });
    } else if (meaning.type === 'state') parts.states.push(meaning.state);
    else if (meaning.type === 'dimension') parts.by.push(meaning.dimension);
    else if (meaning.type === 'measure') parts.measures.push(meaning.measure);
  }

  /** After `by`: a dimension, a tag with its key, or what ranks the rows. */
  #takeGroup(): void {
    while (this.#phraseAt(this.#at)?.meanings[0]?.type === 'filler') this.#at += 1;
    const taken = this.#phraseAt(this.#at);
    if (taken === undefined) return;
    const found =
      taken.meanings.find(({ type }) => type === 'dimension') ??
      taken.meanings.find(({ type }) => type === 'measure' || type === 'subject');
    if (found === undefined) return;
    this.#at += taken.length;
    const key = this.#words[this.#at];
    if (found.type === 'dimension' && found.dimension === 'tag' && key !== undefined) {
      this.#parts.tagKey = key.raw;
      this.#at += 1;
    }
    // `accounts by revenue` ranks records, `accounts by industry` counts them.
    if (found.type === 'measure') this.#asks.add('list');
    this.#note(found, [found], true);
  }

  /** After `in`, `of`, `for`, …: a name, with or without its dimension; otherwise the word only joins. */
  #takeBound(): void {
    let at = this.#at;
    while (['the', 'our', 'a'].includes(this.#words[at]?.folded ?? '')) at += 1;
    const taken = this.#phraseAt(at);
    const dimension = taken?.meanings.find((meaning) => meaning.type === 'dimension');
    if (taken !== undefined && dimension?.type === 'dimension') {
      const length = this.#nameLength(at + taken.length);
      if (length === 0) return;
      this.#names(dimension.dimension, at + taken.length, length);
      return;
    }
    const length = this.#nameLength(at);
    if (length > 0) this.#names(null, at, length);
  }

  /** Words of a name: quoted, or all up to the next phrase of the grammar, capitalised words among them included. */
  #nameLength(from: number): number {
    if (this.#words[from]?.quoted === true) return 1;
    let length = 0;
    for (;;) {
      const word = this.#words[from + length];
      if (word === undefined || word.folded === "'s" || word.quoted) return length;
      if (readTimePhrase(this.#folded(from + length), this.#today) !== undefined) return length;
      if (this.#phraseAt(from + length) !== undefined && !(isName(word) && length + from > 0)) return length;
      length += 1;
    }
  }

  #names(dimension: Dimension | null, from: number, length: number): void {
    const text = textOf(this.#question, this.#words.slice(from, from + length));
    this.#parts.names.push({ dimension, text });
    this.#at = from + length;
    this.#named = this.#at;
  }

  #takeAsk(ask: Ask): void {
    this.#asks.add(ask === 'change' ? 'compare' : ask);
    // `changed since last month` says what it is compared with; `changed last month` says when.
    const since = ask === 'change' && ['since', 'from'].includes(this.#folded()[0] ?? '');
    if (since) this.#at += 1;
    if (since || ask === 'compare') this.#takeFormer();
  }

  #takeFormer(): void {
    const rest = this.#folded().join(' ');
    const former = formers.find(([phrase]) => rest === phrase || rest.startsWith(`${phrase} `));
    const found = former === undefined ? readTimePhrase(this.#folded(), this.#today) : undefined;
    this.#at += former === undefined ? (found?.length ?? 0) : former[0].split(' ').length;
    this.#parts.compareWith = former?.[1] ?? found?.period ?? this.#parts.compareWith;
  }
}

/** A word that is written like a name. */
const isName = (word: Word | undefined): boolean =>
  word !== undefined && !word.quoted && /^(?:\p{Lu}|\p{L}*\d)/u.test(word.raw) && !/^\d+$/.test(word.raw);
