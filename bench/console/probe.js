/**
 * Runs in a page before its own scripts, after web-vitals: keeps what the page's loads, interactions and commits came to
 * in `probe`. React tells whoever stands in the place of its developer tools of each commit, also in a production build.
 */
(() => {
  const probe = { lcp: 0, lcpOf: '', cls: 0, fcp: 0, inp: 0, inpOf: '', commits: 0, mutations: 0, nodes: 0 };
  const tasks = [];
  let frames = [];
  let watching = 0;

  const { onLCP, onCLS, onFCP, onINP } = webVitals;
  const always = { reportAllChanges: true };
  onLCP(
    ({ value, attribution }) => Object.assign(probe, { lcp: value, lcpOf: attribution.target ?? '' }),
    always,
  );
  onCLS(({ value }) => Object.assign(probe, { cls: value }), always);
  onFCP(({ value }) => Object.assign(probe, { fcp: value }));
  onINP(
    ({ value, attribution: { inputDelay, processingDuration, presentationDelay } }) =>
      Object.assign(probe, {
        inp: value,
        inpOf: [inputDelay, processingDuration, presentationDelay].map(Math.round).join(' + '),
      }),
    { ...always, durationThreshold: 16 },
  );
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    checkDCE: () => undefined,
    onCommitFiberRoot: () => {
      probe.commits += 1;
    },
    onCommitFiberUnmount: () => undefined,
  };

  const watchChanges = new MutationObserver((changes) => {
    probe.mutations += 1;
    for (const { addedNodes } of changes) probe.nodes += addedNodes.length;
  });

  /** From now on frames and changes are counted, and what was counted before is forgotten. */
  probe.watch = () => {
    Object.assign(probe, { commits: 0, mutations: 0, nodes: 0 });
    tasks.length = 0;
    frames = [];
    watching += 1;
    const mine = watching;
    watchChanges.disconnect();
    watchChanges.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    const tick = (now) => {
      frames.push(now);
      if (mine === watching) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  };

  probe.read = () => ({
    ...probe,
    tasks: [...tasks],
    gaps: frames.slice(1).map((at, index) => at - frames[index]),
  });

  /** What the main thread and the user wait for, in ms: until the page is changed, and until that is painted. */
  const painted = (begun) =>
    new Promise((done) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        const changed = performance.now();
        requestAnimationFrame(() => {
          const drawing = performance.now();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const now = performance.now();
            done({ work: changed - begun + now - drawing, painted: now - begun });
          };
          port2.postMessage('');
        });
      });
      observer.observe(document.querySelector('main'), {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['d', 'class', 'x', 'y'],
      });
    });

  /** Answers, once it has happened, how long the page took from the next event of this type to the change it made. */
  probe.next = (type) =>
    new Promise((done, fail) => {
      const tooLate = () => fail(new Error(`${type} has changed nothing`));
      setTimeout(tooLate, 30_000);
      window.addEventListener(type, () => done(painted(performance.now())), { capture: true, once: true });
    });

  window.probe = probe;
})();
