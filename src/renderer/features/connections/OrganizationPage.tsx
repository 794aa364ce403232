import { useMemo, useState } from 'react';
import type { AccountState } from '../../../shared/contract/calls/signIn.ts';
import type { DiscoveredOrganization } from '../../../shared/domain/discoveredOrganization.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import {
  Button,
  DataTable,
  FailureMessage,
  Highlight,
  makeStyles,
  NoteBox,
  SearchField,
  SkeletonRows,
  StatusBadge,
  type TableColumn,
  tokens,
} from '../../kit/kit.ts';
import { organizationKindLabels } from '../signIn/signInWords.ts';
import { AddressField } from './AddressField.tsx';
import type { ConnectProblems } from './connectForm.ts';
import { listsOrganizations, matchingOrganizations, searchTerms } from './matchingOrganizations.ts';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: '12px', flexWrap: 'wrap' },
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
  const [text, setText] = useState('');
  const { data, failure, isFetching, refetch } = useCoreQuery('account.organizations', {
    accountId: account.id,
  });
  const found = useMemo(() => matchingOrganizations(data?.organizations ?? [], text), [data, text]);
  const columns = useMemo(() => columnsFor(text), [text]);
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
      <div className={styles.head}>
        <SearchField
          label="Search organisations"
          value={text}
          onChange={setText}
          onLeave={() => found[0] && onChoose(found[0])}
        />
        {data ? (
          <span className={styles.count} role="status">
            {text.trim() === ''
              ? `${data.organizations.length} organisations`
              : `${found.length} of ${data.organizations.length} organisations`}
          </span>
        ) : null}
      </div>
      <div className={styles.box}>
        {data ? (
          <DataTable
            label="Organisations"
            columns={columns}
            rows={found}
            rowKey={keyOf}
            selectedKey={found.find(({ url }) => url === address)?.id ?? null}
            onSelect={onChoose}
            onActivate={onOpen}
            empty={
              <div className={styles.empty}>
                {data.organizations.length === 0
                  ? 'This account is a member of no organisation here. Where one is not listed, its address gets there.'
                  : `No organisation has “${text.trim()}” in its name or address.`}
              </div>
            }
          />
        ) : (
          <SkeletonRows label="Asking for your organisations" count={6} />
        )}
      </div>
    </>
  );
}

const keyOf = ({ id }: DiscoveredOrganization): string => id;

function columnsFor(text: string): readonly TableColumn<DiscoveredOrganization>[] {
  const terms = searchTerms(text);
  return [
    {
      key: 'name',
      title: 'Name',
      width: 'minmax(140px, 2fr)',
      sortValue: ({ name }) => name,
      render: ({ name, enabled }) => (
        <>
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
      key: 'url',
      title: 'Address',
      width: 'minmax(160px, 3fr)',
      mono: true,
      sortValue: ({ url }) => url,
      render: ({ url }) => <Highlight text={url} terms={terms} />,
    },
  ];
}
