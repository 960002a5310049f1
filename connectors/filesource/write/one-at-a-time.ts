const last = new Map<string, Promise<unknown>>();

/** Runs `work` after all earlier work on the same file in this process, so that two changes of it cannot cross. */
export async function oneAtATime<T>(file: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(file) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(file, mine);
  try {
    return await mine;
  } finally {
    if (last.get(file) === mine) last.delete(file);
  }
}
