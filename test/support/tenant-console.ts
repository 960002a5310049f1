import type { BrowserContextOptions, Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startConsole } from './console-under-test.ts';
import type { ConsoleUnderTest } from './console-under-test.ts';
import { until } from './test-platform.ts';
import { newTenant } from './test-users.ts';
import type { TestUser } from './test-users.ts';

export type Answer = Record<string, unknown>;

/** A console with a tenant whose sources are folders of files, and the API to compare the screen with. */
export class TenantConsole {
  readonly under: ConsoleUnderTest;
  readonly admin: TestUser;

  private constructor(under: ConsoleUnderTest, admin: TestUser) {
    this.under = under;
    this.admin = admin;
  }

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<TenantConsole> {
    const under = await startConsole(environment);
    return new TenantConsole(under, await newTenant(under));
  }

  /** What the API answers the admin; throws where it refuses. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const more = body === undefined ? {} : { body };
    const reply = await this.under.ask(method, `/api/v1${path}`, { token: this.admin.token, ...more });
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
    return reply.json ?? {};
  }

  /** The rows of a list, first page. */
  async list(path: string): Promise<readonly Answer[]> {
    return (await this.ask('GET', path))['data'] as Answer[];
  }

  async writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
    const root = this.under.platform.environment['FILESOURCE_ROOT'] ?? '';
    const place = join(root, this.admin.tenantId, folder);
    await mkdir(place, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text);
  }

  /** A connection of one folder; answers its id. */
  async connect(name: string, folder: string): Promise<string> {
    const body = { system: 'filesource', name, config: { folder } };
    return String((await this.ask('POST', '/connections', body))['connection_id']);
  }

  /** Waits for a task and answers it as the API tells it. */
  async ended(taskId: unknown): Promise<Answer> {
    let task: Answer = {};
    await until(
      `task ${String(taskId)} ends`,
      async () => {
        task = await this.ask('GET', `/tasks/${String(taskId)}`);
        return ['success', 'failed', 'cancelled'].includes(String(task['state']));
      },
      () => JSON.stringify(task),
      180,
    );
    return task;
  }

  async ingest(connection: string): Promise<Answer> {
    return await this.ended((await this.ask('POST', `/connections/${connection}/ingest`))['task_id']);
  }

  /** A new window, in which nobody is signed in. */
  async window(width = 1280, more: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.under.browser.newContext({
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
      ...more,
    });
    context.setDefaultTimeout(60_000);
    return await context.newPage();
  }

  /** A window at this path, signed in by the form. */
  async signedIn(
    path: string,
    {
      user = this.admin,
      width,
      ...more
    }: BrowserContextOptions & { readonly user?: TestUser; readonly width?: number } = {},
  ): Promise<Page> {
    const page = await this.window(width, more);
    await page.goto(`${this.under.base}/sign-in?next=${encodeURIComponent(path)}`);
    await page.getByLabel('E-mail').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${this.under.base}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  stop(): Promise<void> {
    return this.under.stop();
  }
}
