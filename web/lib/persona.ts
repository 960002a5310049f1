'use client';

import type { Schemas } from './api-client';
import { useStored, writeStored } from './use-stored';

export type Persona = Schemas['Persona'];
export const personas: readonly Persona[] = ['CRO', 'COO', 'CFO', 'CTO'];

const stored = 'autonomos.persona';

/** Through whose eyes this browser looks; undefined for nobody's in particular. */
export const usePersona = (): Persona | undefined => {
  const chosen = useStored(stored);
  return personas.find((one) => one === chosen);
};

export const choosePersona = (persona: Persona | undefined): void => {
  writeStored(stored, persona ?? '');
};
