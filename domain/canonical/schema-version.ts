/** Version of the canonical model; rises when a field is added, removed or changes its meaning. */
export const schemaVersion = 1;
