import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import { Fault, isFault } from '../../domain/faults.ts';

const ticket = z.object({
  drift_event_id: z.string(),
  object: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  digest: z.string(),
  lost: z.array(z.string()),
  kind: z.string(),
  opened_at: z.string(),
  repair: z.object({ repair_id: z.string(), state: z.string() }).nullable(),
});
export type Ticket = z.infer<typeof ticket>;

const repair = z.object({
  repair_id: z.string(),
  digest: z.string(),
  state: z.string(),
  confidence: z.number(),
  decision: z.object({ decided_by: z.string() }).nullable(),
});
export type Repair = z.infer<typeof repair>;

const wasOvertaken = (error: unknown): boolean => isFault(error) && error.code === 'conflict';

const pollMs = 2_000;
const waitMs = 10 * 60_000;

/** The tickets and repairs of one object, through the API. */
export class TicketDoor {
  readonly #api: ApiClient;
  readonly #connectionId: string;
  readonly #object: string;

  constructor(api: ApiClient, connectionId: string, object: string) {
    this.#api = api;
    this.#connectionId = connectionId;
    this.#object = object;
  }

  /** Throws `conflict` when the object has had a ticket. */
  async none(when: string): Promise<void> {
    const seen = await this.#newest();
    if (seen !== undefined)
      throw new Fault('conflict', `${this.#object}: a ticket ${when}: ${JSON.stringify(seen)}`);
  }

  async #newest(): Promise<Ticket | undefined> {
    const tickets = await this.#api.list(ticket, `/mesh/drift?connection_id=${this.#connectionId}`, 20);
    return tickets.find(({ object }) => object === this.#object);
  }

  /** The object's newest ticket once it is as wanted. Throws after ten minutes. */
  async ticket(what: string, isWanted: (ticket: Ticket) => boolean): Promise<Ticket> {
    return await this.#poll(what, async () => {
      const newest = await this.#newest();
      return { seen: newest, isWanted: newest !== undefined && isWanted(newest) };
    });
  }

  /** The repair once it is as wanted. Throws after ten minutes. */
  async repair(id: string, what: string, isWanted: (repair: Repair) => boolean): Promise<Repair> {
    return await this.#poll(what, async () => {
      const seen = await this.#api.call(repair, 'GET', `/mesh/repairs/${id}`);
      return { seen, isWanted: isWanted(seen) };
    });
  }

  /**
   * Decides what is proposed now; a proposal that the source has overtaken is looked up again, for ten minutes. Answers the
   * repair's id.
   */
  async decide(verdict: 'approve' | 'reject', reason: string): Promise<string> {
    const until = performance.now() + waitMs;
    for (;;) {
      const { repair: offered } = await this.ticket('a repair is proposed', (seen) =>
        ['waiting', 'manual'].includes(seen.state) ? seen.repair?.state === 'proposed' : false,
      );
      if (offered === null) throw new Error('a ticket without the repair that was waited for');
      const { digest } = await this.repair(offered.repair_id, 'it can be read', () => true);
      try {
        const body = { repair_id: offered.repair_id, digest, reason };
        await this.#api.call(z.unknown(), 'POST', `/mesh/repair/${verdict}`, body);
        return offered.repair_id;
      } catch (error) {
        if (!wasOvertaken(error) || performance.now() > until) throw error;
        await sleep(pollMs);
      }
    }
  }

  async undo(repairId: string, reason: string): Promise<void> {
    await this.#api.call(z.unknown(), 'POST', '/mesh/repair/undo', { repair_id: repairId, reason });
  }

  /** Takes the source as it is; a ticket that the source has overtaken is looked up again, for ten minutes. */
  async accept(reason: string): Promise<void> {
    const until = performance.now() + waitMs;
    for (;;) {
      const { drift_event_id: id, digest } = await this.ticket(
        'it needs a person',
        ({ state }) => state === 'manual',
      );
      try {
        await this.#api.call(z.unknown(), 'POST', `/mesh/drift/${id}/accept`, { digest, reason });
        return;
      } catch (error) {
        if (!wasOvertaken(error) || performance.now() > until) throw error;
        await sleep(pollMs);
      }
    }
  }

  async #poll<T>(
    what: string,
    look: () => Promise<{ readonly seen: T | undefined; readonly isWanted: boolean }>,
  ): Promise<T> {
    const until = performance.now() + waitMs;
    for (;;) {
      const { seen, isWanted } = await look();
      if (isWanted && seen !== undefined) return seen;
      if (performance.now() > until)
        throw new Fault(
          'internal',
          `${this.#object}: waited in vain until ${what}; last seen: ${JSON.stringify(seen ?? null)}`,
        );
      await sleep(pollMs);
    }
  }
}
