import { createHash } from 'node:crypto';
import type { EvidenceOf } from '../../domain/repair/match-fields.ts';
import type { FieldProfile } from '../../domain/schema/profile.ts';
import { ProfileSketch } from '../../domain/schema/profile-sketch.ts';
import type { FileObject } from './read-schema-file.ts';

const hash = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6);

function profileOf(file: FileObject | undefined, field: string): FieldProfile | undefined {
  const values = file?.samples.get(field);
  if (values === undefined || values.length === 0) return undefined;
  const sketch = new ProfileSketch(hash);
  for (const value of values) sketch.add(value);
  return sketch.profile();
}

/** What the sampled values of an object's fields say, before and after; undefined where there are none. */
export function evidenceBetween(
  before: readonly FileObject[],
  after: readonly FileObject[],
  object: string,
): EvidenceOf | undefined {
  const was = before.find((file) => file.object.name === object);
  const is = after.find((file) => file.object.name === object);
  if (was === undefined || is === undefined) return undefined;
  return (lost, fresh) => ({ before: profileOf(was, lost), after: profileOf(is, fresh) });
}
