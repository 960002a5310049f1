/** Ends the servers that global-setup.mjs started. */
export default async () => {
  await globalThis.stopTestServers?.();
};
