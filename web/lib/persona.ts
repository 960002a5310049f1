'use client';

import type { Schemas } from './api-client';
import { keep, useKept } from './use-kept';

export type Persona = Schemas['Persona'];
export const personas: readonly Persona[] = ['CRO', 'COO', 'CFO', 'CTO'];

/** Through whose eyes this browser looks; undefined for nobody's in particular. */
export const usePersona = (): Persona | undefined => {
  const chosen = useKept('au_persona');
  return personas.find((one) => one === chosen);
};

export const choosePersona = (persona: Persona | undefined): void => {
  keep('au_persona', persona ?? '');
};
