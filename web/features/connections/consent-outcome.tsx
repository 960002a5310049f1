import { spaced } from '../../lib/words';

/** What came of the consent page that the browser comes back from; `oauth` in the address is `connected` or a code. */
export const ConsentOutcome = ({ outcome }: { readonly outcome: string | null }) => {
  if (outcome === null) return null;
  const isGood = outcome === 'connected';
  return (
    <p
      role="status"
      className={`mb-4 rounded-lg border p-3 text-sm ${
        isGood
          ? 'border-source/40 bg-source-soft text-source-ink'
          : 'border-danger/40 bg-danger-soft text-danger'
      }`}
    >
      {isGood
        ? 'Connected: the source has given its consent. Test the connection next.'
        : `The source did not connect (${spaced(outcome)}). Reconnect in Settings to try again.`}
    </p>
  );
};
