/**
 * Asks for a new access token by the refresh cookie. Tabs take turns, since each refresh token works once and a second use
 * ends the session; a page that is left in the middle leaves its key to the next one, whose cookie may be used already:
 * under the same key the server gives the same answer again.
 *
 * Its text also runs in the head of a member's page, before any other script has come, so it refers to nothing outside itself.
 * @throws TypeError when the server cannot be reached: the session may well live on.
 */
export const renew = (origin: string): Promise<Response> => {
  const stored = 'au.renewal';
  const ask = async (): Promise<Response> => {
    let key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
    try {
      key = localStorage.getItem(stored) ?? key;
      localStorage.setItem(stored, key);
    } catch {
      // Where storage is denied no page knows of another's.
    }
    const response = await fetch(`${origin}/api/v1/auth/refresh`, {
      method: 'POST',
      headers: { 'X-Client': 'console', 'Idempotency-Key': key },
      credentials: 'include',
      // Lets the answer's cookie arrive even if the page is left meanwhile.
      keepalive: true,
    });
    try {
      if (response.ok || response.status === 401 || response.status === 403) localStorage.removeItem(stored);
    } catch {
      // As above.
    }
    return response;
  };
  return 'locks' in navigator ? navigator.locks.request('au-refresh', ask) : ask();
};
