/**
 * Circuit breaker: after `failures` errors in a row the guarded resource is left alone for `restMs`, then one call tries it
 * again. Keeps a dead Redis from costing every request its command deadline.
 */
export class Breaker {
  readonly #failures: number;
  readonly #restMs: number;
  readonly #now: () => number;
  #inARow = 0;
  #closedAgainAt = 0;

  constructor(failures: number, restMs: number, now: () => number = () => performance.now()) {
    this.#failures = failures;
    this.#restMs = restMs;
    this.#now = now;
  }

  /** Whether the resource may be tried now; while open, true for one caller per rest. */
  allows(): boolean {
    if (this.#inARow < this.#failures) return true;
    const now = this.#now();
    if (now < this.#closedAgainAt) return false;
    this.#closedAgainAt = now + this.#restMs;
    return true;
  }

  succeeded(): void {
    this.#inARow = 0;
  }

  failed(): void {
    this.#inARow += 1;
    if (this.#inARow === this.#failures) this.#closedAgainAt = this.#now() + this.#restMs;
  }
}
