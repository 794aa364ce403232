import { OrganizationKind } from '../../../shared/domain/discoveredOrganization.ts';
import { makeStyles, SearchField, Select } from '../../kit/kit.ts';
import { organizationKindLabels } from '../signIn/signInWords.ts';
import type { OrganizationFilter } from './matchingOrganizations.ts';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 1fr) minmax(0, 0.8fr) minmax(0, 0.9fr) minmax(0, 1.05fr)',
    gap: '8px',
    '@media (max-width: 560px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  select: { minWidth: 0, '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' } },
});

interface OrganizationFiltersProps {
  readonly filter: OrganizationFilter;
  readonly onChange: (filter: OrganizationFilter) => void;
  readonly kinds: readonly OrganizationKind[];
  readonly regions: readonly string[];
  /** Enter or arrow down in the search. */
  readonly onLeave: () => void;
}

/** What narrows the list of organisations. */
export function OrganizationFilters({ filter, onChange, kinds, regions, onLeave }: OrganizationFiltersProps) {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <SearchField
        label="Search organisations"
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
        onLeave={onLeave}
      />
      <Select
        className={styles.select}
        aria-label="Which organisations"
        value={filter.only ?? ''}
        onChange={(_, { value }) =>
          onChange({ ...filter, only: value === 'favourites' || value === 'recent' ? value : null })
        }
      >
        <option value="">All</option>
        <option value="favourites">Favourites</option>
        <option value="recent">Used before</option>
      </Select>
      <Select
        className={styles.select}
        aria-label="Kind"
        value={filter.kind ?? ''}
        onChange={(_, { value }) =>
          onChange({ ...filter, kind: OrganizationKind.safeParse(value).data ?? null })
        }
      >
        <option value="">Every kind</option>
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {organizationKindLabels[kind]}
          </option>
        ))}
      </Select>
      <Select
        className={styles.select}
        aria-label="Region"
        value={filter.region ?? ''}
        onChange={(_, { value }) => onChange({ ...filter, region: value === '' ? null : value })}
      >
        <option value="">Every region</option>
        {regions.map((region) => (
          <option key={region} value={region}>
            {region}
          </option>
        ))}
      </Select>
    </div>
  );
}
