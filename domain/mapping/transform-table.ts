import type { TransformSpec } from './transform-spec.ts';
import { choiceTransforms } from './transforms/choice.ts';
import { contactPointTransforms } from './transforms/contact-point.ts';
import { jsonTransforms } from './transforms/json-text.ts';
import { listTransforms } from './transforms/list.ts';
import { numberTransforms } from './transforms/number.ts';
import { textTransforms } from './transforms/text.ts';
import { timeTransforms } from './transforms/time.ts';

/** The closed set of transforms, in the order in which the documentation lists them. */
export const transformSpecs: readonly TransformSpec[] = [
  ...textTransforms,
  ...numberTransforms,
  ...timeTransforms,
  ...contactPointTransforms,
  ...choiceTransforms,
  ...listTransforms,
  ...jsonTransforms,
];

const byName = new Map(transformSpecs.map((spec) => [spec.name, spec]));

/** The transform of that name, or undefined. */
export const transformNamed = (name: string): TransformSpec | undefined => byName.get(name);
