/** The address at which a stranger signs in and then comes to `address`: path and query of a page of this console. */
export const signInFor = (address: string): string => `/sign-in?next=${encodeURIComponent(address)}`;
