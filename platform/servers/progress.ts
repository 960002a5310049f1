/** Receives one line for a person, without a line end. */
export type Progress = (line: string) => void;

const firstLineAfterMs = 2_000;
const nextLinesEveryMs = 10_000;

/**
 * Runs `work` and tells how long it takes: nothing for a step under two seconds, else a line after two seconds, one every
 * ten seconds, and one at its end. Errors pass through.
 */
export const withProgress = async <T>(
  onProgress: Progress,
  label: string,
  work: () => Promise<T>,
): Promise<T> => {
  const begun = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - begun) / 1000)} s`;
  let told = 0;
  const tell = (): void => {
    told += 1;
    onProgress(`${label} … ${seconds()}`);
    timer = setTimeout(tell, nextLinesEveryMs);
    timer.unref();
  };
  let timer = setTimeout(tell, firstLineAfterMs);
  timer.unref();
  try {
    const result = await work();
    if (told > 0) onProgress(`${label}: done in ${seconds()}`);
    return result;
  } finally {
    clearTimeout(timer);
  }
};
