/** Branded ids: a tenant's id is never taken for a task's. All are UUIDs in their text form. */
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Id<'tenant'>;
export type UserId = Id<'user'>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a UUID in its text form. */
export const isUuid = (text: string): boolean => uuid.test(text);

const parse = (noun: string, text: string): string => {
  if (!isUuid(text)) throw new TypeError(`${noun} must be a UUID, got ${JSON.stringify(text.slice(0, 80))}`);
  return text.toLowerCase();
};

/** Each parser lower-cases its argument and throws a TypeError that names the noun when it is no UUID. */
export const tenantId = (text: string): TenantId => parse('tenant id', text) as TenantId;
export const userId = (text: string): UserId => parse('user id', text) as UserId;
