import { Fault, isFault } from '../../domain/faults.ts';
import type { FaultCode } from '../../domain/faults.ts';

const byErrorCode: Readonly<Record<string, FaultCode>> = {
  INVALID_SESSION_ID: 'source_auth_failed',
  INVALID_AUTH_HEADER: 'source_auth_failed',
  INSUFFICIENT_ACCESS: 'source_permission_denied',
  INSUFFICIENT_ACCESS_OR_READONLY: 'source_permission_denied',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'source_permission_denied',
  API_DISABLED_FOR_ORG: 'source_permission_denied',
  API_CURRENTLY_DISABLED: 'source_permission_denied',
  FUNCTIONALITY_NOT_ENABLED: 'source_permission_denied',
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'source_permission_denied',
  INVALID_TYPE: 'source_object_missing',
  NOT_FOUND: 'not_found',
  ENTITY_IS_DELETED: 'not_found',
  INVALID_CROSS_REFERENCE_KEY: 'not_found',
  REQUEST_LIMIT_EXCEEDED: 'source_rate_limited',
  REQUIRED_FIELD_MISSING: 'validation_failed',
  INVALID_FIELD_FOR_INSERT_UPDATE: 'validation_failed',
  STRING_TOO_LONG: 'validation_failed',
  DUPLICATE_VALUE: 'validation_failed',
  DUPLICATES_DETECTED: 'validation_failed',
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'validation_failed',
  FIELD_INTEGRITY_EXCEPTION: 'validation_failed',
  MALFORMED_ID: 'validation_failed',
  JSON_PARSER_ERROR: 'validation_failed',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'validation_failed',
  NUMBER_OUTSIDE_VALID_RANGE: 'validation_failed',
  INVALID_EMAIL_ADDRESS: 'validation_failed',
  INVALID_MUTATION: 'invalid_request',
  UNSUPPORTED_API_VERSION: 'source_config_invalid',
  SERVER_UNAVAILABLE: 'source_unreachable',
};

/** Names of OAuth errors that only a person can cure; jsforce puts them into `error.name`. */
const refusals = new Set([
  'invalid_grant',
  'invalid_client',
  'invalid_client_id',
  'invalid_client_credentials',
  'inactive_user',
  'inactive_org',
  'unauthorized_client',
  'unsupported_grant_type',
  'access_denied',
  'redirect_uri_mismatch',
]);

const shortened = (message: string): string => message.trim().replace(/\s+/g, ' ').slice(0, 300);

/** Salesforce's own word for an error of the REST API, as jsforce hands it on. */
export const errorCodeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'errorCode' in error && typeof error.errorCode === 'string'
    ? error.errorCode
    : undefined;

/** True for errors that one new access token may cure. */
export const isExpiredSession = (error: unknown): boolean => {
  const code = errorCodeOf(error);
  return code === 'INVALID_SESSION_ID' || code === 'INVALID_AUTH_HEADER' || code === 'ERROR_HTTP_401';
};

/** The fault for whatever a request at `place` (an object, the token endpoint) ended in; not faults of ours stay as they are. */
export const vendorFault = (error: unknown, place: string): unknown => {
  if (isFault(error) || !(error instanceof Error)) return error;
  const errorCode = errorCodeOf(error);
  if (errorCode !== undefined) {
    const code = byErrorCode[errorCode] ?? 'source_protocol';
    return new Fault(code, `${place}: ${errorCode}: ${shortened(error.message)}`, { cause: error });
  }
  if (refusals.has(error.name)) {
    const detail = `${place}: Salesforce refuses the sign-in (${error.name}: ${shortened(error.message)}). Connect again.`;
    return new Fault('source_auth_failed', detail, { cause: error });
  }
  if (/^ERROR_HTTP_/.test(error.name))
    return new Fault('source_protocol', `${place}: ${error.name}`, { cause: error });
  return error;
};
