import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from './claim.ts';
import { findOnPath, isExecutable } from './find-on-path.ts';
import type { Progress } from './progress.ts';
import { withProgress } from './progress.ts';
import { runProgram } from './run-program.ts';

export interface GoTool {
  /** Name of the program, as go names it. */
  readonly name: string;
  /** Changes whenever the program must be built again. */
  readonly stamp: string;
  /** Words for `go`, which puts the program into GOBIN. */
  readonly arguments: readonly string[];
  readonly sourceFolder?: string;
  /** What a person reads while it is built. */
  readonly label: string;
}

interface Workshop {
  readonly toolsFolder: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly onProgress: Progress;
}

const buildWithinMs = 30 * 60_000;

/** The Go compiler, or null. */
export const findGo = (environment: Workshop['environment']): string | null =>
  findOnPath(environment, 'go') ?? (isExecutable('/usr/local/go/bin/go') ? '/usr/local/go/bin/go' : null);

/** The built program if it is of this stamp, else null. */
export const builtGoTool = (toolsFolder: string, tool: Pick<GoTool, 'name' | 'stamp'>): string | null => {
  const stampFile = join(toolsFolder, `${tool.name}.stamp`);
  const program = join(toolsFolder, tool.name);
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === tool.stamp && isExecutable(program)
    ? program
    : null;
};

/**
 * Builds a program once and keeps it. It gets its place only when it is complete, then its stamp: a killed build is begun
 * anew (go's own cache keeps what was compiled). Several processes that want it wait for one. Null without a Go compiler.
 */
export const buildGoTool = async (tool: GoTool, workshop: Workshop): Promise<string | null> => {
  const { toolsFolder, environment, onProgress } = workshop;
  const ready = builtGoTool(toolsFolder, tool);
  if (ready !== null) return ready;
  const go = findGo(environment);
  if (go === null) return null;
  const held = await claim(join(toolsFolder, `${tool.name}.claim`), onProgress);
  try {
    return (
      builtGoTool(toolsFolder, tool) ??
      (await withProgress(onProgress, tool.label, () => build(go, tool, workshop)))
    );
  } finally {
    held.release();
  }
};

const build = async (go: string, tool: GoTool, { toolsFolder, environment }: Workshop): Promise<string> => {
  const unfinished = join(toolsFolder, `${tool.name}.build`);
  const program = join(toolsFolder, tool.name);
  const stampFile = `${program}.stamp`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(stampFile, { force: true });
  mkdirSync(unfinished, { recursive: true });
  await runProgram({
    program: go,
    arguments: tool.arguments,
    environment: { ...environment, GOBIN: unfinished, GOWORK: 'off' },
    ...(tool.sourceFolder === undefined ? { folder: toolsFolder } : { folder: tool.sourceFolder }),
    timeoutMs: buildWithinMs,
    lowPriority: true,
  });
  renameSync(join(unfinished, tool.name), program);
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(stampFile, tool.stamp);
  return program;
};
