/** Expands the compact definitions to what `describe` answers on the wire, key by key. */
import type { Json } from '../../../domain/json.ts';
import type { FieldDefinition, SalesforceType } from './field-definition.ts';
import type { ObjectDefinition } from './standard-objects.ts';

const soapTypes: Partial<Record<SalesforceType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
};

const label = (name: string): string =>
  name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2');

/** Long texts and compound fields can be neither filtered nor sorted by. */
export const isFilterable = (field: FieldDefinition): boolean =>
  field.type !== 'address' && !(field.type === 'textarea' && field.length > 255);

const isFloating = (type: SalesforceType): boolean => ['double', 'currency', 'percent'].includes(type);

const flags = (field: FieldDefinition) => ({
  aggregatable: isFilterable(field) && field.type !== 'boolean',
  aiPredictionField: false,
  autoNumber: false,
  calculated: false,
  cascadeDelete: false,
  caseSensitive: false,
  createable: !field.readOnly,
  custom: field.name.endsWith('__c'),
  defaultedOnCreate: field.type === 'id' || field.type === 'boolean' || field.type === 'datetime',
  dependentPicklist: false,
  deprecatedAndHidden: false,
  displayLocationInDecimal: false,
  encrypted: false,
  externalId: field.externalId,
  filterable: isFilterable(field),
  formulaTreatNullNumberAsZero: false,
  groupable: isFilterable(field) && !isFloating(field.type) && field.type !== 'datetime',
  highScaleNumber: false,
  htmlFormatted: false,
  idLookup: field.type === 'id' || field.externalId || field.type === 'email',
  nameField: field.nameField,
  namePointing: false,
  nillable: !field.required && !(field.readOnly && ['id', 'boolean', 'datetime'].includes(field.type)),
  permissionable: !field.readOnly && !field.required,
  polymorphicForeignKey: field.referenceTo.length > 1,
  queryByDistance: false,
  restrictedDelete: false,
  restrictedPicklist: false,
  searchPrefilterable: false,
  sortable: isFilterable(field),
  unique: field.externalId,
  updateable: !field.readOnly,
  writeRequiresMasterRead: false,
});

const describeField = (field: FieldDefinition): Record<string, Json> => ({
  ...flags(field),
  byteLength: field.type === 'id' || field.type === 'reference' ? 18 : field.length * 3,
  calculatedFormula: null,
  compoundFieldName: field.compound,
  controllerName: null,
  defaultValue: field.type === 'boolean' ? false : null,
  defaultValueFormula: null,
  digits: field.type === 'int' ? field.precision : 0,
  extraTypeInfo: null,
  filteredLookupInfo: null,
  inlineHelpText: null,
  label: label(field.name),
  length: field.length,
  mask: null,
  maskType: null,
  name: field.name,
  picklistValues: field.values.map((value) => ({
    active: true,
    defaultValue: false,
    label: value,
    validFor: null,
    value,
  })),
  precision: field.type === 'int' ? 0 : field.precision,
  referenceTargetField: null,
  referenceTo: field.referenceTo,
  relationshipName: field.type === 'reference' ? field.name.replace(/Id$/, '').replace(/__c$/, '__r') : null,
  relationshipOrder: null,
  scale: field.scale,
  soapType: soapTypes[field.type] ?? 'xsd:string',
  type: field.type,
});

const abilities = {
  activateable: false,
  associateEntityType: null,
  associateParentEntity: null,
  compactLayoutable: true,
  createable: true,
  customSetting: false,
  deepCloneable: false,
  deletable: true,
  deprecatedAndHidden: false,
  feedEnabled: true,
  hasSubtypes: false,
  isInterface: false,
  isSubtype: false,
  layoutable: true,
  mergeable: false,
  mruEnabled: true,
  queryable: true,
  replicateable: true,
  retrieveable: true,
  searchable: true,
  triggerable: true,
  undeletable: true,
  updateable: true,
} as const;

/** One entry of the global describe. */
export const describeBriefly = (object: ObjectDefinition, base: string): Record<string, Json> => ({
  ...abilities,
  custom: object.name.endsWith('__c'),
  keyPrefix: object.keyPrefix,
  label: object.label,
  labelPlural: object.labelPlural,
  name: object.name,
  urls: {
    sobject: `${base}/sobjects/${object.name}`,
    describe: `${base}/sobjects/${object.name}/describe`,
    rowTemplate: `${base}/sobjects/${object.name}/{ID}`,
  },
});

/** The whole describe of one object. */
export const describeFully = (object: ObjectDefinition, base: string): Record<string, Json> => ({
  ...describeBriefly(object, base),
  actionOverrides: [],
  childRelationships: [],
  defaultImplementation: null,
  extendedBy: null,
  extendsInterfaces: null,
  fields: object.fields.map(describeField),
  implementedBy: null,
  implementsInterfaces: null,
  listviewable: null,
  lookupLayoutable: null,
  namedLayoutInfos: [],
  networkScopeFieldName: null,
  recordTypeInfos: [],
  searchLayoutable: true,
  sobjectDescribeOption: 'FULL',
  supportedScopes: [
    { label: `All ${object.labelPlural}`, name: 'everything' },
    { label: `My ${object.labelPlural}`, name: 'mine' },
  ],
});
