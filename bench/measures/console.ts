import { cpus, loadavg } from 'node:os';
import { Misses } from '../console/budgets.ts';
import { measureDrawings } from '../console/drawings.ts';
import { measureEvents } from '../console/events.ts';
import { measureInteractions } from '../console/interactions.ts';
import { measureLoads } from '../console/loads.ts';
import { openStage } from '../console/stage.ts';
import type { Stage } from '../console/stage.ts';

const parts = {
  loads: measureLoads,
  interactions: (stage: Stage, _turns: number, misses: Misses) => measureInteractions(stage, misses),
  events: (stage: Stage, _turns: number, misses: Misses) => measureEvents(stage, misses),
  drawings: measureDrawings,
} as const;
type Part = keyof typeof parts;
const everyPart = Object.keys(parts) as readonly Part[];

/** The console's production build in Chromium against its budgets, or some parts of it; which are missed is printed last. */
export const measureConsole =
  (wanted: readonly Part[] = everyPart) =>
  async ({ turns }: { readonly turns: number }): Promise<void> => {
    const stage = await openStage();
    const misses = new Misses();
    try {
      for (const part of wanted) {
        const load = (loadavg()[0] ?? 0).toFixed(1);
        process.stdout.write(`\n${part} (${cpus().length} processors, load ${load} at the start)\n`);
        await parts[part](stage, turns, misses);
      }
    } finally {
      await stage.stop();
    }
    process.stdout.write(`\n${misses.words()}\n`);
  };
