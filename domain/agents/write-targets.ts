import type { System } from '../states/connection.ts';
import type { CitedEntity } from './finding.ts';

/** The source field that holds what an agent wants to change. */
export interface WriteTarget {
  readonly system: System;
  /** As findings name it. */
  readonly target: string;
  readonly entity: CitedEntity;
  readonly field: string;
}

/** Where agents may write. What is not listed here is read alone. */
export const writeTargets: readonly WriteTarget[] = [
  {
    system: 'salesforce',
    target: 'forecast_category',
    entity: 'opportunity',
    field: 'ForecastCategoryName',
  },
];
