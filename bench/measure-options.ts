/** What a measurement is asked for: rows of the load, and how often each of its parts is taken, and a folder for what is prepared. */
export interface MeasureOptions {
  readonly rows: number;
  readonly turns: number;
  readonly work: string | undefined;
}
