/** Writes what is derived from the canonical model and the table of transforms: `node scripts/write-mapping-files.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { canonicalEntities } from '../domain/canonical/canonical-entities.ts';
import type { CanonicalEntity, CanonicalField } from '../domain/canonical/field.ts';
import { ontology } from '../domain/canonical/ontology.ts';
import { schemaVersion } from '../domain/canonical/schema-version.ts';
import { mappingJsonSchema } from '../domain/mapping/json-schema.ts';
import type { TransformSpec } from '../domain/mapping/transform-spec.ts';
import { transformSpecs } from '../domain/mapping/transform-table.ts';

const root = join(import.meta.dirname, '..');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const typeWord = (field: CanonicalField): string => {
  const words = [
    field.format ?? field.type,
    field.unit,
    field.money === null ? null : `in \`${field.money}\``,
  ];
  return words.filter((word) => word !== null).join(', ');
};

const fieldRow = (field: CanonicalField): string =>
  `| \`${field.name}\` | ${cell(typeWord(field))} | ${cell(field.description)} | ${cell(field.source)} |`;

const entitySection = (entity: CanonicalEntity): string => {
  const aliases = Object.entries(entity.aliases).map(([alias, name]) => `\`${alias}\` = \`${name}\``);
  const needs = entity.required.map((group) => group.map((name) => `\`${name}\``).join(' or ')).join(', ');
  return [
    `## ${entity.name}`,
    `${entity.description} A mapping must fill ${needs}.${aliases.length === 0 ? '' : ` Other names: ${aliases.join(', ')}.`}`,
    [
      '| field | type and unit | meaning | defined by |',
      '| --- | --- | --- | --- |',
      ...entity.fields.map(fieldRow),
    ].join('\n'),
  ].join('\n\n');
};

const modelPage = (): string =>
  [
    '# Canonical model',
    '<!-- Written by scripts/write-mapping-files.ts from domain/canonical; change it there. -->',
    `Schema version ${schemaVersion}. Every event holds the fields of one entity. A field that the source does not have is absent; \`null\` means that the source says there is nothing.`,
    '- `decimal`: a number as text, exact, up to 38 digits, without exponent and trailing zeros; money has its ISO 4217 currency in another field of the record.\n- `date`: `YYYY-MM-DD`. `timestamp`: ISO 8601 in UTC, `2026-05-01T07:25:37Z`.\n- `country`: ISO 3166-1 alpha-2. `phone`: E.164 where the number can be read, else as the source has it. `email`, `domain`: lower case.\n- Equal values have equal texts, so that a re-read of an unchanged record hashes the same.',
    ...Object.values(canonicalEntities).map(entitySection),
  ].join('\n\n');

const transformSection = (spec: TransformSpec): string => {
  const rows = spec.parameters.map((parameter) => {
    const marks = [
      parameter.required === true ? 'required' : '',
      parameter.primary === true ? 'may stand alone' : '',
    ];
    const choices =
      parameter.choices === undefined
        ? ''
        : `: ${parameter.choices.map((choice) => `\`${choice}\``).join(' ')}`;
    const note = marks.filter((mark) => mark !== '').join(', ');
    return `- \`${parameter.name}\` (${parameter.type}${choices}${note === '' ? '' : `; ${note}`}): ${parameter.description}`;
  });
  const takes = { text: 'a text', value: 'any value', list: 'a list' }[spec.takes];
  return [`### ${spec.name}`, `${spec.summary} Takes ${takes}. Example: \`${spec.example}\``, rows.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
};

const begin = '<!-- transforms: written by scripts/write-mapping-files.ts -->';
const end = '<!-- end of transforms -->';

const languagePage = (): string => {
  const page = readFileSync(join(root, 'docs/mapping-language.md'), 'utf8');
  const [before] = page.split(begin);
  const after = page.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error('docs/mapping-language.md has lost its marks');
  return [before + begin, ...transformSpecs.map(transformSection), end + after].join('\n\n');
};

const files: Readonly<Record<string, () => string>> = {
  'mappings/mapping.schema.json': () => JSON.stringify(mappingJsonSchema()),
  'mappings/ontology.yaml': () =>
    `# Written by scripts/write-mapping-files.ts from domain/canonical; change it there.\n${stringify(ontology(), { lineWidth: 110, aliasDuplicateObjects: false })}`,
  'docs/canonical-model.md': modelPage,
  'docs/mapping-language.md': languagePage,
};

for (const [path, text] of Object.entries(files)) {
  const file = join(root, path);
  const options = await resolveConfig(file);
  writeFileSync(file, await format(text(), { ...options, filepath: file }));
}
