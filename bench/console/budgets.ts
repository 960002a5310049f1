/** What the console's production build is held to, in milliseconds unless a name says otherwise. */
export const budgets = {
  lcp: 2_500,
  homeLcp: 1_800,
  tbt: 200,
  cls: 0.1,
  inp: 200,
  blocked: 50,
  relayout: 100,
  hover: 16,
  /** Of a screen of 60 Hz, less what is lost where counting begins and ends. */
  framesPerSecond: 59,
  performanceScore: 90,
  accessibilityScore: 100,
} as const;

/** A figure with the budget that it is held to. */
interface Held {
  readonly what: string;
  readonly value: number;
  readonly most?: number;
  readonly least?: number;
}

/** Collects which budgets were missed, to say so at the end. */
export class Misses {
  readonly #lines: string[] = [];

  /** Answers which of a place's figures miss their budget, and remembers them. */
  judge(place: string, figures: readonly Held[]): string {
    const missed = figures.filter(
      ({ value, most = Infinity, least = -Infinity }) => !(value <= most && value >= least),
    );
    for (const { what, value, most, least } of missed)
      this.#lines.push(
        `${place}: ${what} ${shown(value)}, ${most === undefined ? 'at least' : 'at most'} ${shown(most ?? least ?? 0)}`,
      );
    return missed.length === 0 ? 'met' : `missed: ${missed.map(({ what }) => what).join(', ')}`;
  }

  /** What is to be printed last. */
  words(): string {
    return this.#lines.length === 0
      ? 'All budgets are met.'
      : `${this.#lines.length} budgets are missed:\n  ${this.#lines.join('\n  ')}`;
  }
}

const shown = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
