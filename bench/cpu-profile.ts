import { readFileSync } from 'node:fs';
import { z } from 'zod';

const profile = z.object({
  nodes: z.array(
    z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string() }) }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** What a function is part of, by where it stands; the first that fits. */
const parts: readonly (readonly [part: string, place: RegExp])[] = [
  ['waiting', /^\((?:idle|program)\)$/],
  ['collecting garbage', /^\(garbage collector\)$/],
  ['hashing', /crypto\/hash/],
  ['reading and parsing the source', /\/connectors\/|^\((?:read|open|fstat)\)$/],
  ['mapping', /\/domain\/|libphonenumber/],
  ['encoding', /\/activities\/reading\/|node:internal\/buffer/],
  [
    'sending to PostgreSQL',
    /\/pg(?:-[a-z-]+)?\/|node:(?:net|stream|internal\/streams)|^\((?:writev|writeBuffer)\)$/,
  ],
  ['Temporal', /@temporalio|protobufjs|node:vm/],
  ['loading code', /node:internal\/modules|^\((?:readFileUtf8|dlopen|internalModuleStat)\)$/],
];

/** CPU seconds by part of the work, from a profile that Node has written (`--cpu-prof`). */
export const secondsByPart = (file: string): ReadonlyMap<string, number> => {
  const { nodes, samples, timeDeltas } = profile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const partOf = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => {
      const place = url === '' ? `(${functionName.replace(/^\(|\)$/g, '')})` : url;
      return [id, parts.find(([, pattern]) => pattern.test(place))?.[0] ?? 'other'] as const;
    }),
  );
  const sums = new Map<string, number>();
  samples.forEach((id, at) => {
    const part = partOf.get(id) ?? 'other';
    sums.set(part, (sums.get(part) ?? 0) + (timeDeltas[at] ?? 0) / 1e6);
  });
  sums.delete('waiting');
  return sums;
};
