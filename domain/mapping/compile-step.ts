import { Refusal, shown } from '../canonical/refusal.ts';
import type { Json } from '../json.ts';
import type { Step, TransformSpec } from './transform-spec.ts';
import { transformNamed } from './transform-table.ts';
import type { Transform } from './types.ts';

const onText =
  (step: Step<string>): Step =>
  (value) => {
    if (typeof value === 'string') return step(value);
    if (typeof value !== 'object') return step(String(value));
    return new Refusal(
      'wrong_type',
      `${shown(value)} is no text; take one value of it by a nested path, first or join`,
    );
  };

const onList =
  (step: Step<readonly Json[]>): Step =>
  (value) =>
    step(Array.isArray(value) ? (value as readonly Json[]) : [value]);

const built = (spec: TransformSpec, transform: Transform): Step => {
  switch (spec.takes) {
    case 'text':
      return onText(spec.build(transform.arguments));
    case 'list':
      return onList(spec.build(transform.arguments));
    case 'value':
      return spec.build(transform.arguments);
  }
};

const lenient = (
  step: Step,
  otherwise: Json | undefined,
  kept: ((value: Json) => Json) | undefined,
): Step => {
  if (otherwise === 'empty') {
    return (value) => {
      const result = step(value);
      return result instanceof Refusal ? null : result;
    };
  }
  if (otherwise !== 'keep') return step;
  return (value) => {
    const result = step(value);
    return result instanceof Refusal ? (kept?.(value) ?? value) : result;
  };
};

/** One step of a pipeline as a function. The transform is known and its arguments are right. */
export const compileStep = (transform: Transform): Step => {
  const spec = transformNamed(transform.name);
  if (spec === undefined) throw new TypeError(`there is no transform ${transform.name}`);
  return lenient(built(spec, transform), transform.arguments['otherwise'], spec.kept);
};
