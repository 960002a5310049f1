/** All dates of the data set lie before this one, so that a seed gives the same bytes on every day. */
const lastDay = '2026-10-31';

const dayMs = 86_400_000;

/** `YYYY-MM-DD`, so many days before the last day. */
export const daysBefore = (days: number): string =>
  new Date(Date.parse(lastDay) - days * dayMs).toISOString().slice(0, 10);

/** The same as a time in UTC, `seconds` into the day. */
export const timeBefore = (days: number, seconds: number): string =>
  new Date(Date.parse(lastDay) - days * dayMs + seconds * 1000).toISOString();
