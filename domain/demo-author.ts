/** What stands as the maker of connections to demo data: it marks them everywhere, and no user has such an id. */
export const demoAuthor = 'demo-data';
