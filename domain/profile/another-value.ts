const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Another value, not the same one written otherwise. */
export const isAnother = (was: string, is: string): boolean => {
  const [one, other] = [bare(was), bare(is)];
  return one !== '' && other !== '' && !one.includes(other) && !other.includes(one);
};
