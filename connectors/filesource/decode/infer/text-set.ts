/**
 * A set of texts that keeps only a 64-bit hash of each (open addressing, 8 bytes a slot): tells whether a column's values
 * are all different in bounded memory. Among 10 million values it errs with a chance of 3 in a million, then on the
 * careful side: a column is not taken for a key.
 */
export class TextSet {
  size = 0;
  private slots = new Uint32Array(2 * 1024);
  private mask = 1023;

  /** Most values it takes (128 MB); `add` throws beyond. */
  static readonly capacity = 10_000_000;

  /** False when the text is already there. */
  add(text: string): boolean {
    let low = 0x811c9dc5;
    let high = 0x9e3779b9;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x85ebca6b);
      high ^= high >>> 13;
    }
    low = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
    low ^= low >>> 12;
    return this.addHash(low >>> 0, (high | 1) >>> 0);
  }

  private addHash(low: number, high: number): boolean {
    const { slots, mask } = this;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      if (slots[2 * slot + 1] === 0) {
        slots[2 * slot] = low;
        slots[2 * slot + 1] = high;
        this.size += 1;
        if (this.size > mask * 0.6) this.grow();
        return true;
      }
      if (slots[2 * slot] === low && slots[2 * slot + 1] === high) return false;
    }
  }

  private grow(): void {
    if (this.size > TextSet.capacity)
      throw new RangeError('too many values to tell whether all are different');
    const old = this.slots;
    this.mask = 2 * this.mask + 1;
    this.slots = new Uint32Array(2 * (this.mask + 1));
    this.size = 0;
    for (let place = 0; place < old.length; place += 2) {
      const high = old[place + 1] ?? 0;
      if (high !== 0) this.addHash(old[place] ?? 0, high);
    }
  }
}
