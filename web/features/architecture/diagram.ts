export interface Part {
  readonly name: string;
  /** What it does, in plain words. */
  readonly says: string;
  /** The page of the console where it can be seen at work. */
  readonly page?: string;
}

export interface Diagram {
  readonly slug: string;
  readonly title: string;
  /** The one thing to take away. */
  readonly summary: string;
  /** In the Mermaid language. */
  readonly source: string;
  readonly parts: readonly Part[];
  /** Files and folders of the repository that hold what is drawn; a test keeps them true. */
  readonly code: readonly string[];
}
