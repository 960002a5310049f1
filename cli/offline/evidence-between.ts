import type { EvidenceOf } from '../../domain/repair/match-fields.ts';
import { FieldSketch } from '../../domain/profile/field-sketch.ts';
import type { FieldProfile } from '../../domain/profile/profile.ts';
import type { FileObject } from './read-schema-file.ts';

function profileOf(file: FileObject | undefined, field: string): FieldProfile | undefined {
  const values = file?.samples.get(field);
  if (values === undefined || values.length === 0) return undefined;
  const sketch = new FieldSketch();
  for (const value of values) sketch.add(value);
  return sketch.profile(values.length);
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
