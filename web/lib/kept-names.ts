/** Cookies of this browser's choices: the server draws a page by them, scripts change them. */
export const keptNames = ['au_theme', 'au_persona', 'au_zone', 'au_shortcuts'] as const;

export type KeptName = (typeof keptNames)[number];

/** What is kept by name; what is not kept is empty. */
export type Kept = Readonly<Partial<Record<KeptName, string>>>;
