import { useMemo, useState } from 'react';
import type { AccountState } from '../../../shared/contract/calls/signIn.ts';
import type { DiscoveredOrganization } from '../../../shared/domain/discoveredOrganization.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { FavouriteIcon, NoFavouriteIcon } from '../../kit/icons.ts';
import {
  Button,
  CommandButton,
  DataTable,
  FailureMessage,
  Highlight,
  makeStyles,
  NoteBox,
  SkeletonRows,
  StatusBadge,
  type TableColumn,
  tokens,
  VisuallyHidden,
} from '../../kit/kit.ts';
import { organizationKindLabels } from '../signIn/signInWords.ts';
import { AddressField } from './AddressField.tsx';
import type { ConnectProblems } from './connectForm.ts';
import {
  kindsOf,
  listsOrganizations,
  matchingOrganizations,
  noFilter,
  type OrganizationFilter,
  orderedOrganizations,
  regionsOf,
  searchTerms,
} from './matchingOrganizations.ts';
import { OrganizationFilters } from './OrganizationFilters.tsx';
import { type OrganizationMarks, toggledFavourite, useOrganizationMarks } from './organizationMarks.ts';

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '12px',
    minHeight: '24px',
  },
  count: { color: tokens.colorNeutralForeground2, fontSize: '12px' },
  box: {
    height: '236px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
  },
  empty: { padding: '12px', color: tokens.colorNeutralForeground2 },
});

interface OrganizationPageProps {
  readonly account: AccountState;
  readonly address: string;
  readonly onAddressChange: (address: string) => void;
  readonly onChoose: (organization: DiscoveredOrganization) => void;
  /** Chooses, and goes on. */
  readonly onOpen: (organization: DiscoveredOrganization) => void;
  readonly problems: ConnectProblems;
}

/** The second page: the account's organisations, or the address of one that is not listed. */
export function OrganizationPage(props: OrganizationPageProps) {
  const { account, address, onAddressChange, problems } = props;
  return (
    <>
      {listsOrganizations(account) ? (
        <OrganizationList {...props} />
      ) : (
        <NoteBox tone="neutral">
          {account.kind === 'application'
            ? 'Applications are given no list of organisations: type the address of one that has an application user for this one.'
            : 'This cloud has no list of organisations: type the address of one.'}
        </NoteBox>
      )}
      <AddressField address={address} onChange={onAddressChange} problem={problems.address} />
    </>
  );
}

function OrganizationList({ account, address, onChoose, onOpen }: OrganizationPageProps) {
  const styles = useStyles();
  const [filter, setFilter] = useState(noFilter);
  const [marks, setMarks] = useOrganizationMarks(account.id);
  const { data, failure, isFetching, refetch } = useCoreQuery('account.organizations', {
    accountId: account.id,
  });
  const all = useMemo(() => data?.organizations ?? [], [data]);
  const found = useMemo(
    () => orderedOrganizations(matchingOrganizations(all, filter, marks), marks),
    [all, filter, marks],
  );
  const columns = useMemo(() => columnsFor(filter.text, marks), [filter.text, marks]);
  const selected = found.find(({ url }) => url === address) ?? null;
  if (failure && !isFetching) {
    return (
      <FailureMessage
        failure={failure}
        onRetry={() => void refetch()}
        actions={
          failure.code === 'signIn' ? (
            <Button size="small" onClick={() => openDialog({ kind: 'signInAgain', accountId: account.id })}>
              Sign in again
            </Button>
          ) : null
        }
      />
    );
  }
  return (
    <>
      <OrganizationFilters
        filter={filter}
        onChange={setFilter}
        kinds={kindsOf(all)}
        regions={regionsOf(all)}
        onLeave={() => found[0] && onChoose(found[0])}
      />
      <div className={styles.box}>
        {data ? (
          <DataTable
            label="Organisations"
            columns={columns}
            rows={found}
            rowKey={keyOf}
            selectedKey={selected?.id ?? null}
            onSelect={onChoose}
            onActivate={onOpen}
            empty={<div className={styles.empty}>{emptySentence(all.length, filter)}</div>}
          />
        ) : (
          <SkeletonRows label="Asking for your organisations" count={6} />
        )}
      </div>
      <div className={styles.foot}>
        <span className={styles.count} role="status">
          {data ? countSentence(found.length, all.length) : ''}
        </span>
        <FavouriteButton
          organization={selected}
          favourite={selected !== null && marks.favourites.includes(selected.id)}
          onToggle={(id) => setMarks(toggledFavourite(marks, id))}
        />
      </div>
    </>
  );
}

interface FavouriteButtonProps {
  readonly organization: DiscoveredOrganization | null;
  readonly favourite: boolean;
  readonly onToggle: (id: string) => void;
}

function FavouriteButton({ organization, favourite, onToggle }: FavouriteButtonProps) {
  return (
    <CommandButton
      label={favourite ? 'Remove from favourites' : 'Add to favourites'}
      icon={favourite ? <FavouriteIcon /> : <NoFavouriteIcon />}
      size="small"
      disabledReason={organization ? null : 'Choose an organisation in the list first.'}
      onClick={() => organization && onToggle(organization.id)}
    />
  );
}

function countSentence(found: number, all: number): string {
  const organisations = all === 1 ? 'organisation' : 'organisations';
  return found === all ? `${all} ${organisations}` : `${found} of ${all} ${organisations}`;
}

function emptySentence(all: number, filter: OrganizationFilter): string {
  if (all === 0) {
    return 'This account is a member of no organisation here. Where one is not listed, its address gets there.';
  }
  const text = filter.text.trim();
  if (text !== '') return `No organisation has “${text}” in its name or address and passes the filters.`;
  return filter.only === 'favourites'
    ? 'There is no favourite yet: choose an organisation, and add it.'
    : 'No organisation passes the filters.';
}

const keyOf = ({ id }: DiscoveredOrganization): string => id;

function columnsFor(text: string, marks: OrganizationMarks): readonly TableColumn<DiscoveredOrganization>[] {
  const terms = searchTerms(text);
  const used = new Map(marks.recent.map(({ id, at }) => [id, at]));
  return [
    {
      key: 'name',
      title: 'Name',
      width: 'minmax(160px, 3fr)',
      sortValue: ({ name }) => name,
      render: ({ id, name, enabled }) => (
        <>
          {marks.favourites.includes(id) ? (
            <>
              <FavouriteIcon aria-hidden style={{ verticalAlign: '-3px', marginInlineEnd: '4px' }} />
              <VisuallyHidden>Favourite, </VisuallyHidden>
            </>
          ) : null}
          <Highlight text={name} terms={terms} />
          {enabled ? null : (
            <>
              {' '}
              <StatusBadge tone="warning">Disabled</StatusBadge>
            </>
          )}
        </>
      ),
    },
    {
      key: 'kind',
      title: 'Kind',
      width: 'minmax(84px, 1fr)',
      sortValue: ({ kind }) => organizationKindLabels[kind],
      render: ({ kind }) => organizationKindLabels[kind],
    },
    {
      key: 'region',
      title: 'Region',
      width: 'minmax(84px, 1fr)',
      sortValue: ({ region }) => region ?? '',
      render: ({ region }) => region ?? '–',
    },
    {
      key: 'used',
      title: 'Last used',
      width: 'minmax(84px, 1fr)',
      sortValue: ({ id }) => used.get(id) ?? '',
      render: ({ id }) => {
        const at = used.get(id);
        return at === undefined ? '–' : new Date(at).toLocaleDateString();
      },
    },
    {
      key: 'url',
      title: 'Address',
      width: 'minmax(140px, 2fr)',
      mono: true,
      sortValue: ({ url }) => url,
      render: ({ url }) => <Highlight text={url} terms={terms} />,
    },
  ];
}
