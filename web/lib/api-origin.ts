/** Where the API answers: the console's own origin, unless the build names another one (the console runs apart). */
export const apiOrigin = process.env.NEXT_PUBLIC_API_ORIGIN ?? '';
