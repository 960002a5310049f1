/** Caps that keep one hostile file from taking a worker's memory; a cap that is hit names itself to the user. */
export const limits = {
  /** Bytes asked of the disk at a time. */
  blockBytes: 1 << 20,
  /** The longest record (a CSV row with all its quoted line breaks, a JSON document), in UTF-8 bytes. */
  maxRecordBytes: 8 << 20,
  maxColumns: 10_000,
  /** How much of an unreadable record is kept for people to look at. */
  maxRawBytes: 64 << 10,
  /** Bytes that are looked at to guess delimiter and quoting. */
  sampleBytes: 256 << 10,
} as const;
