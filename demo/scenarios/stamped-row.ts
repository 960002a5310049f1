import type { Json } from '../../domain/json.ts';

/** One row of a stamped generator: every value tells of which row and which field it is. */
export interface StampedRow {
  readonly id: number;
  readonly title: string;
  readonly sector: string;
  readonly turnover: number;
  readonly staff: number;
  readonly about: string;
}

export const stampedRow = (id: number): StampedRow => ({
  id,
  title: `firm ${id}`,
  sector: `sector of ${id}`,
  turnover: id + 0.25,
  staff: 1_000_000 + id,
  about: `about ${id}`,
});

/** Canonical fields by name, as they have to arrive. */
export type Expected = Readonly<Record<string, Json>>;

/** What a row becomes as an account when every field is read from its right source field. */
export const expectedOf = ({ title, sector, turnover, staff, about }: StampedRow): Expected => ({
  name: title,
  industry: sector,
  annual_revenue: String(turnover),
  employee_count: staff,
  description: about,
});

/** The mapping that reads stamped rows, by the names that the source's fields have. */
export const stampedMapping = (
  system: string,
  object: string,
  names: Readonly<Record<keyof StampedRow, string>>,
): string => `system: ${system}
object: ${object}
entity: account
version: 1
key: ${names.id}
fields:
  name: { from: ${names.title}, required: true }
  industry: ${names.sector}
  annual_revenue: ${names.turnover}
  employee_count: ${names.staff}
  description: ${names.about}
`;

/** The fields of a source that names them as the generator does. */
export const plainNames: Readonly<Record<keyof StampedRow, string>> = {
  id: 'id',
  title: 'title',
  sector: 'sector',
  turnover: 'turnover',
  staff: 'staff',
  about: 'about',
};
