import { Cloud, Database, FileSpreadsheet, Leaf, Plug } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';

type System = Schemas['System'];

const words: Readonly<Record<System, { readonly title: string; readonly icon: LucideIcon }>> = {
  salesforce: { title: 'Salesforce', icon: Cloud },
  filesource: { title: 'Files', icon: FileSpreadsheet },
  supabase: { title: 'Supabase / PostgreSQL', icon: Database },
  mongodb: { title: 'MongoDB', icon: Leaf },
  hubspot: { title: 'HubSpot', icon: Plug },
  pipedrive: { title: 'Pipedrive', icon: Plug },
  dynamics365: { title: 'Dynamics 365', icon: Plug },
};

export const systems = Object.keys(words) as readonly System[];
export const systemTitle = (system: System): string => words[system].title;
export const systemIcon = (system: System): LucideIcon => words[system].icon;
