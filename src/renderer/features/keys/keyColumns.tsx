import { designationTypes } from '../../../shared/domain/designationType.ts';
import type { SecretState } from '../../../shared/domain/endpointSecret.ts';
import { Link, StatusBadge, type TableColumn, type Tone } from '../../kit/kit.ts';
import { ageWords } from '../explorer/ageWords.ts';
import { formatDate } from '../explorer/formatDate.ts';
import { authorizationLabels } from '../explorer/words.ts';
import { type KeyRow, rightsInWords, urgencyOf } from './keyRows.ts';

const secretWords: Readonly<Record<SecretState, readonly [string, Tone]>> = {
  missing: ['Missing', 'bad'],
  retired: ['Retired', 'warning'],
  set: ['Set', 'good'],
  notNeeded: ['Not needed', 'neutral'],
};

const secretTitles: Readonly<Record<SecretState, string>> = {
  missing: 'Dataverse holds no secret for it: every post fails until it is given one.',
  retired: 'ACS was switched off in 2018. It has to be moved to a SAS key.',
  set: 'Dataverse holds a secret. It shows to nobody which one.',
  notNeeded: 'It proves itself by something that is not kept in Dataverse.',
};

const ended = (iso: string): boolean => Date.parse(iso) <= Date.now();

/** The columns of the table of keys. */
export function keyColumns(open: (row: KeyRow) => void): readonly TableColumn<KeyRow>[] {
  return [
    {
      key: 'name',
      title: 'Name',
      width: 'minmax(150px, 2.4fr)',
      // The grid holds the focus; by keys Enter leads there.
      render: (row) => (
        <Link as="button" type="button" tabIndex={-1} title={row.endpoint.name} onClick={() => open(row)}>
          {row.endpoint.name}
        </Link>
      ),
      sortValue: ({ endpoint }) => endpoint.name,
    },
    {
      key: 'kind',
      title: 'Kind',
      width: 'minmax(84px, 1fr)',
      render: ({ endpoint }) => designationTypes[endpoint.designationType].label,
      sortValue: ({ endpoint }) => designationTypes[endpoint.designationType].label,
    },
    {
      key: 'authorization',
      title: 'Authorization',
      width: 'minmax(112px, 1.2fr)',
      render: ({ endpoint }) => authorizationLabels[endpoint.authorizationType],
      sortValue: ({ endpoint }) => authorizationLabels[endpoint.authorizationType],
    },
    {
      key: 'secret',
      title: 'Secret',
      width: '104px',
      render: ({ secret }) => {
        const [label, tone] = secretWords[secret];
        return (
          <StatusBadge tone={tone} title={secretTitles[secret]}>
            {label}
          </StatusBadge>
        );
      },
      sortValue: urgencyOf,
    },
    {
      key: 'policy',
      title: 'Policy',
      width: 'minmax(84px, 1fr)',
      render: ({ endpoint, facts }) => endpoint.sasKeyName ?? facts?.kept?.policyName ?? '—',
      sortValue: ({ endpoint, facts }) => endpoint.sasKeyName ?? facts?.kept?.policyName,
    },
    {
      key: 'rights',
      title: 'Rights',
      width: 'minmax(80px, 1fr)',
      render: (row) => (
        <span
          title={
            rightsInWords(row.facts) === null ? 'Not tried from this computer' : 'Tried from this computer'
          }
        >
          {rightsInWords(row.facts) ?? '—'}
        </span>
      ),
      sortValue: ({ facts }) => rightsInWords(facts),
    },
    {
      key: 'success',
      title: 'Last success',
      width: 'minmax(142px, 1.2fr)',
      render: ({ facts, successUnseen }) =>
        successUnseen && facts?.lastSuccess === null ? (
          <span title="Its steps run synchronously or delete their jobs when they succeed">not recorded</span>
        ) : (
          <span title={facts?.lastSuccess ?? undefined}>{formatDate(facts?.lastSuccess ?? null)}</span>
        ),
      sortValue: ({ facts }) => facts?.lastSuccess,
    },
    {
      key: 'failure',
      title: 'Last failure',
      width: 'minmax(142px, 1.2fr)',
      render: ({ facts, failing }) => {
        const failure = facts?.lastFailure;
        if (!failure) return '—';
        const when = formatDate(failure.at);
        return (
          <span title={failure.sentence ?? failure.at}>
            {failing ? <StatusBadge tone="bad">{when}</StatusBadge> : when}
          </span>
        );
      },
      sortValue: ({ facts }) => facts?.lastFailure?.at,
    },
    {
      key: 'expires',
      title: 'Token expires',
      width: 'minmax(96px, 1fr)',
      render: ({ endpoint, facts }) => {
        const at = facts?.kept?.expiresAt ?? null;
        if (at === null) return endpoint.authorizationType === 'sasToken' ? 'not known here' : '—';
        return ended(at) ? (
          <StatusBadge tone="bad">Expired</StatusBadge>
        ) : (
          <span title={at}>{formatDate(at)}</span>
        );
      },
      sortValue: ({ facts }) => facts?.kept?.expiresAt,
    },
    {
      key: 'age',
      title: 'Registered',
      width: 'minmax(104px, 1fr)',
      render: ({ endpoint: { createdOn } }) =>
        createdOn === null ? (
          '—'
        ) : (
          <span title={formatDate(createdOn)}>{ageWords(createdOn, Date.now())}</span>
        ),
      sortValue: ({ endpoint }) => endpoint.createdOn,
    },
  ];
}
