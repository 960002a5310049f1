import { Refusal, shown } from '../../canonical/refusal.ts';
import type { Json } from '../../json.ts';
import { canonicalJson } from '../canonical-json.ts';
import { otherwise } from '../transform-spec.ts';
import type { Step, TransformSpec } from '../transform-spec.ts';

const parsed: Step<string> = (text) => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return new Refusal('no_json', `${shown(text)} is no JSON; correct the source`);
  }
};

/** Transforms between JSON values and their text. */
export const jsonTransforms: readonly TransformSpec[] = [
  {
    name: 'json_text',
    summary: 'A nested value as JSON text with sorted keys.',
    example: 'json_text',
    parameters: [],
    takes: 'value',
    build: () => (value) => (typeof value === 'string' ? value : canonicalJson(value)),
  },
  {
    name: 'json_value',
    summary: 'Reads a text as JSON, for fields such as tags.',
    example: 'json_value',
    parameters: [otherwise],
    takes: 'text',
    build: () => parsed,
  },
];
