import { z } from 'zod';

/** Query of every list: keyset paging by an opaque cursor. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Rows per page'),
  cursor: z.string().min(1).max(1024).optional().describe('`page.next_cursor` of the page before'),
};

/** Reply of every list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    data: z.array(item),
    page: z.strictObject({
      next_cursor: z
        .string()
        .nullable()
        .describe('Give it as `cursor` to get the next page; null on the last'),
      has_more: z.boolean(),
    }),
  });

/** RFC 3339 in UTC, as `Date.toISOString()` writes it. */
export const timestamp = z.iso.datetime().meta({ example: '2026-11-21T09:30:00.000Z' });
