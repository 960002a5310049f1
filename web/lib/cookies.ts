const yearSeconds = 31_536_000;

/** What a cookie holds that scripts may read; undefined where there is none. */
export const readCookie = (name: string): string | undefined =>
  document.cookie
    .split('; ')
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** Keeps a word for all pages of the console, for a year; undefined forgets it. */
export const writeCookie = (name: string, word: string | undefined): void => {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${name}=${word ?? ''}; path=/; max-age=${word === undefined ? '0' : String(yearSeconds)}; samesite=lax${secure}`;
};
