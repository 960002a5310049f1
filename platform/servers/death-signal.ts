import { execFileSync } from 'node:child_process';

export interface BoundProgram {
  readonly program: string;
  readonly arguments: readonly string[];
  /** The signal that the program gets when our process dies, in whatever way. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** Words for setpriv(1) that lower the rights of the program, before `--`. */
  readonly privileges?: readonly string[];
}

let answer: boolean | undefined;

/** Whether this machine has util-linux' setpriv, which busybox' namesake is not. */
export const hasSetpriv = (): boolean => {
  if (answer === undefined) {
    try {
      execFileSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore', timeout: 5_000 });
      answer = true;
    } catch {
      answer = false;
    }
  }
  return answer;
};

/** Program and words that make the kernel end the program with us (prctl(2), PR_SET_PDEATHSIG); unchanged where it cannot. */
export const boundToParent = (bound: BoundProgram): [string, ...string[]] =>
  hasSetpriv()
    ? [
        'setpriv',
        ...(bound.privileges ?? []),
        '--pdeathsig',
        bound.stopSignal.slice(3),
        '--',
        bound.program,
        ...bound.arguments,
      ]
    : [bound.program, ...bound.arguments];
