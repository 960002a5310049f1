import { z } from 'zod';
import { catalogue } from '../../../connectors/catalogue.ts';
import { connectableSystems, loadConnector } from '../../../connectors/registry.ts';
import { faultCode } from '../../contract/source-under-test.ts';

test('what can be connected can be configured, and the other way round', () => {
  expect(Object.keys(catalogue).sort()).toEqual([...connectableSystems].sort());
});

test.each(connectableSystems)('%s loads a module of its own name', async (system) => {
  expect((await loadConnector(system)).system).toBe(system);
});

test('a system without a connector is refused by name', async () => {
  expect(await faultCode(() => loadConnector('hubspot'))).toBe('source_config_invalid');
});

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly secret?: boolean;
}

/** Every property of a JSON Schema with its marks. */
const properties = (shape: Shape): [string, Shape][] => [
  ...Object.entries(shape.properties ?? {}),
  ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap(properties),
];

test.each(Object.entries(catalogue))(
  '%s marks what is secret, and has no secret in its configuration',
  (_name, entry) => {
    const secretName = /secret$|token$|password/i;
    const marked = properties(z.toJSONSchema(entry.credentialsSchema, { io: 'input' }) as Shape);
    for (const [name, shape] of marked) {
      if (secretName.test(name)) expect([name, shape.secret]).toEqual([name, true]);
    }
    for (const [name] of properties(z.toJSONSchema(entry.configSchema, { io: 'input' }) as Shape)) {
      expect(name).not.toMatch(secretName);
    }
  },
);
