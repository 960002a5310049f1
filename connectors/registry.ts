/** Which module reads which system. Loaded on first use, so that a worker pays only for the systems that it serves. */
import { Fault } from '../domain/faults.ts';
import type { System } from '../domain/states/connection.ts';
import type { ConnectorModule } from './contract.ts';

const loaders: Readonly<Partial<Record<System, () => Promise<{ readonly connector: ConnectorModule }>>>> = {
  salesforce: () => import('./salesforce/index.ts'),
  filesource: () => import('./filesource/index.ts'),
  supabase: () => import('./supabase/index.ts'),
  mongodb: () => import('./mongodb/index.ts'),
};

/** Systems that can be connected. */
export const connectableSystems: readonly System[] = Object.keys(loaders) as System[];

/** @throws Fault `source_config_invalid` for a system without a connector. */
export const loadConnector = async (system: System): Promise<ConnectorModule> => {
  const load = loaders[system];
  if (load === undefined) {
    throw new Fault(
      'source_config_invalid',
      `There is no connector for ${system}. Choose ${connectableSystems.join(', ')}.`,
    );
  }
  return (await load()).connector;
};
