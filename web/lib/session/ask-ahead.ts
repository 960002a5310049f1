declare global {
  interface Window {
    /** What was asked for before the page's scripts came, by its whole address, until somebody takes the answer. */
    auAhead?: Map<string, Promise<Ahead | undefined>>;
  }
}

interface Ahead {
  readonly token: string;
  readonly response: Response;
}

/**
 * Asks the API for what the page will show, as soon as the renewal that its head began has a token. The answer waits for ten
 * seconds at most: whoever comes to the page later, by a link, must see what is true then.
 *
 * Its text runs in the page, before any other script has come, so it refers to nothing outside itself.
 */
export const askAhead = (url: string): void => {
  const answer = window.auRenewal
    ?.then(async (renewed) => {
      if (!renewed.ok) return undefined;
      // The session reads the same answer.
      const { access_token: token } = (await renewed.clone().json()) as { access_token: string };
      const headers = { 'X-Client': 'console', Authorization: `Bearer ${token}` };
      return { token, response: await fetch(url, { headers, credentials: 'include' }) };
    })
    // Whoever wants the answer then asks for it anew.
    .catch(() => undefined);
  if (answer === undefined) return;
  const ahead = (window.auAhead ??= new Map());
  const { href } = new URL(url, location.href);
  ahead.set(href, answer);
  setTimeout(() => ahead.delete(href), 10_000);
};

/** The answer to what was asked ahead, once, and only for whom it was asked; undefined for anything else. */
export const takeAhead = async (
  request: Request,
  token: string | undefined,
): Promise<Response | undefined> => {
  const answer = request.method === 'GET' ? window.auAhead?.get(request.url) : undefined;
  if (answer === undefined) return undefined;
  window.auAhead?.delete(request.url);
  const ahead = await answer;
  return ahead?.token === token ? ahead?.response : undefined;
};
