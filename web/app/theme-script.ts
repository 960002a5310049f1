/** Runs before the first paint, so that a dark page is never white for a moment. The choice lives in a cookie. */
export const themeScript = `(() => {
  const chosen = /(?:^|; )au_theme=(light|dark)/.exec(document.cookie)?.[1];
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();`;
