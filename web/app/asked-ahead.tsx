import { createFinalURL, createQuerySerializer, defaultPathSerializer } from 'openapi-fetch';
import { apiOrigin } from '../lib/api-origin';
import { askAhead } from '../lib/session/ask-ahead';
import { callText, PageScript } from './page-script';

/** A GET as the typed client takes it: the path, and what goes into it. */
type ApiGet = readonly [
  path: string,
  init?: {
    readonly params: {
      readonly path?: Record<string, unknown>;
      readonly query?: Record<string, unknown>;
    };
  },
];

type Search = Promise<Record<string, string | string[] | undefined>>;

/** What Next.js gives a page; its own type for it is not there before the first build. */
export interface PageWithAddress {
  readonly searchParams: Search;
}

interface AskedAheadProps {
  readonly search: Search;
  /** What the page asks for first, by its address; undefined where it asks for something else. */
  readonly request: (params: URLSearchParams) => ApiGet | undefined;
}

/** Has the page ask for its data while its scripts are still on their way, under the very address that its query asks for. */
export const AskedAhead = async ({ search, request }: AskedAheadProps) => {
  const asked = request(paramsOf(await search));
  if (asked === undefined) return null;
  const [path, init] = asked;
  const url = createFinalURL(path, {
    baseUrl: apiOrigin,
    params: init?.params ?? {},
    querySerializer: createQuerySerializer(),
    pathSerializer: defaultPathSerializer,
  });
  return <PageScript text={callText(askAhead, url)} />;
};

const paramsOf = (search: Awaited<Search>): URLSearchParams =>
  new URLSearchParams(
    Object.entries(search).flatMap(([name, values]) =>
      [values ?? []].flat().map((value): [string, string] => [name, value]),
    ),
  );
