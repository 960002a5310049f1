declare namespace NodeJS {
  interface ProcessEnv {
    /** Replaced at build time, hence spelled out as a member. */
    readonly NEXT_PUBLIC_API_ORIGIN?: string;
  }
}
