/** A file name's extension in lower case with its dot, or the empty string. */
export const extensionOf = (name: string): string => /\.[^./]+$/.exec(name)?.[0].toLowerCase() ?? '';
