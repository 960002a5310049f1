export interface Judged {
  readonly confidence: number;
  readonly right: boolean;
}

export interface CalibrationBin {
  readonly answers: number;
  readonly confidence: number;
  readonly right: number;
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Answers in ten equal bins of confidence, the empty ones left out. */
export function calibrationBins(judged: readonly Judged[]): CalibrationBin[] {
  const bins = Array.from({ length: 10 }, (): Judged[] => []);
  for (const each of judged) bins[Math.min(9, Math.floor(each.confidence * 10))]?.push(each);
  return bins
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      answers: bin.length,
      confidence: mean(bin.map(({ confidence }) => confidence)),
      right: mean(bin.map(({ right }) => Number(right))),
    }));
}

/** Expected calibration error over ten bins, each weighed by its answers (Naeini et al. 2015). */
export const calibrationError = (judged: readonly Judged[]): number =>
  calibrationBins(judged).reduce(
    (sum, bin) => sum + (bin.answers / judged.length) * Math.abs(bin.confidence - bin.right),
    0,
  );
