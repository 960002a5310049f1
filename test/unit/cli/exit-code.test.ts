import { CommanderError } from 'commander';
import { exitCodeOf } from '../../../cli/exit-code.ts';
import { Fault } from '../../../domain/faults.ts';
import type { FaultCode } from '../../../domain/faults.ts';

describe('the exit code of a command', () => {
  it.each<[FaultCode, number]>([
    ['unauthenticated', 3],
    ['forbidden', 3],
    ['not_found', 4],
    ['conflict', 5],
    ['validation_failed', 6],
    ['payload_too_large', 6],
    ['rate_limited', 7],
    ['source_unreachable', 7],
    ['database_unavailable', 7],
    ['internal', 1],
  ])('of %s is %i', (code, exitCode) => {
    expect(exitCodeOf(new Fault(code, 'why'))).toBe(exitCode);
  });

  it('tells wrong usage from asked-for help', () => {
    expect(exitCodeOf(new CommanderError(1, 'commander.unknownOption', 'no'))).toBe(2);
    expect(exitCodeOf(new CommanderError(0, 'commander.helpDisplayed', 'help'))).toBe(0);
  });

  it('tells a timeout from any other error', async () => {
    const slow = await new Promise<unknown>((resolve) => {
      const signal = AbortSignal.timeout(1);
      signal.addEventListener('abort', () => {
        resolve(signal.reason);
      });
    });
    expect(exitCodeOf(slow)).toBe(8);
    expect(exitCodeOf(new Error('any'))).toBe(1);
    expect(exitCodeOf('a string')).toBe(1);
  });
});
