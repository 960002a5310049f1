import { withProgress } from '../../../../platform/servers/progress.ts';

describe('progress of a step', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const stepOf = (ms: number) => () => new Promise<string>((resolve) => setTimeout(resolve, ms, 'result'));

  const linesOf = async (ms: number): Promise<string[]> => {
    const lines: string[] = [];
    const step = withProgress((line) => lines.push(line), 'A step', stepOf(ms));
    await jest.advanceTimersByTimeAsync(ms);
    expect(await step).toBe('result');
    return lines;
  };

  it('is silent below two seconds', async () => {
    expect(await linesOf(1_900)).toEqual([]);
  });

  it('speaks after two seconds, every ten seconds, and at the end', async () => {
    expect(await linesOf(25_000)).toEqual([
      'A step … 2 s',
      'A step … 12 s',
      'A step … 22 s',
      'A step: done in 25 s',
    ]);
  });

  it('passes the error on and falls silent', async () => {
    const lines: string[] = [];
    const failing = withProgress(
      (line) => lines.push(line),
      'A step',
      () => Promise.reject(new Error('broken')),
    );
    await expect(failing).rejects.toThrow('broken');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(lines).toEqual([]);
  });
});
