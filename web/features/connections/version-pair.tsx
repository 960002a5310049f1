import { FilterSelect } from '../../ui/filter-select';

interface VersionPairProps {
  readonly from: number;
  readonly to: number;
  readonly versions: readonly number[];
  readonly onChange: (change: { readonly from: string } | { readonly to: string }) => void;
}

/** Which two versions are compared. */
export const VersionPair = ({ from, to, versions, onChange }: VersionPairProps) => {
  const options = versions.map((version) => [String(version), `Version ${String(version)}`] as const);
  return (
    <>
      <FilterSelect
        label="From"
        all={false}
        value={String(from)}
        options={options}
        onChange={(value) => {
          onChange({ from: value });
        }}
      />
      <FilterSelect
        label="To"
        all={false}
        value={String(to)}
        options={options}
        onChange={(value) => {
          onChange({ to: value });
        }}
      />
    </>
  );
};
