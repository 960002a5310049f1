/** What the API tells the console's server of a request for a page, by name; where the console runs apart nobody does. */
export const pageRequest = {
  /** By it the scripts in the answer may run. */
  nonce: 'x-nonce',
  /** Path and query that a browser shows for the page; empty where an open page fetches the next one. */
  address: 'x-address',
} as const;
