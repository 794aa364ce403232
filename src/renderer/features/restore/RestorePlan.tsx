import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RestorePreview } from '../../../shared/contract/calls/restore.ts';
import type { MissingSecret, RestoreRow } from '../../../shared/domain/restorePlan.ts';
import { FieldRow, Input, makeStyles, NoteBox } from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import { ProductionField } from '../forms/ProductionField.tsx';
import { groupNodes } from '../nodeGroups/groupNodes.ts';
import { NodeGroups } from '../nodeGroups/NodeGroups.tsx';

const useStyles = makeStyles({
  text: { margin: 0 },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  secrets: { display: 'flex', flexDirection: 'column', gap: '10px' },
});

interface RestorePlanProps {
  readonly preview: RestorePreview;
  readonly connection: Connection | null;
  readonly secrets: Readonly<Record<string, string>>;
  readonly onSecret: (id: string, secret: string) => void;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

/** What comes back, what is there already, what cannot come, and the secrets that only the user has. */
export function RestorePlan(props: RestorePlanProps) {
  const { preview, connection, secrets, onSecret, typed, onType } = props;
  const styles = useStyles();
  const of = (state: RestoreRow['state']) => preview.rows.filter((row) => row.state === state);
  const coming = of('create');
  const blocked = of('blocked');
  const asked = coming.filter((row) => isAsked(row.missingSecret)).slice(0, mostAsked);
  return (
    <>
      <p className={styles.text}>
        Saved {formatDate(preview.savedAt)}
        {preview.organizationName ? ` from ${preview.organizationName}` : ''}.
      </p>
      {preview.sameOrganization ? null : (
        <NoteBox tone="warning" title="This is another organisation.">
          Messages and tables are found by their names here. Run-as users have to be the same.
        </NoteBox>
      )}
      {preview.strange > 0 ? (
        <NoteBox tone="warning">
          {preview.strange} rows of the file are not understood and are left out.
        </NoteBox>
      ) : null}
      {blocked.length > 0 ? (
        <NoteBox tone="warning" title={`${blocked.length} cannot be restored.`}>
          {[...new Set(blocked.map(({ note }) => note))].join(' ')}
        </NoteBox>
      ) : null}
      {coming.length > 0 ? (
        <>
          <h3 className={styles.title}>Comes back, with the same ids</h3>
          <NodeGroups groups={groupNodes(coming.map(withDetail))} />
        </>
      ) : null}
      <Counted
        rows={of('withPackage')}
        one="comes with its package, under a new id"
        many="come with their package, under new ids"
      />
      <Counted
        rows={of('exists')}
        one="is there already and is left as it is"
        many="are there already and are left as they are"
      />
      {asked.length > 0 ? (
        <section className={styles.secrets}>
          <h3 className={styles.title}>Secrets, which the file cannot have</h3>
          <p className={styles.text}>What you leave empty is restored without it.</p>
          {asked.map((row) => (
            <FieldRow
              key={row.node.id}
              label={`${secretLabels[row.missingSecret ?? 'sasKey']} of ${row.name}`}
              optional
            >
              <Input
                type="password"
                autoComplete="off"
                value={secrets[row.node.id] ?? ''}
                onChange={(_, data) => onSecret(row.node.id, data.value)}
              />
            </FieldRow>
          ))}
        </section>
      ) : null}
      {coming.length > 0 ? (
        <ProductionField
          connection={connection}
          consequence="Restored steps run for everybody at once."
          typed={typed}
          onType={onType}
        />
      ) : null}
    </>
  );
}

const mostAsked = 50;

const secretLabels: Readonly<Record<MissingSecret, string>> = {
  sasKey: 'SAS key',
  sasToken: 'SAS token',
  webhookKey: 'Webhook key',
  webhookSettings: 'Values',
  secureConfiguration: 'Secure configuration',
};

/** Values of headers and queries are a list, which has its own form. */
function isAsked(secret: MissingSecret | null): boolean {
  return secret !== null && secret !== 'webhookSettings';
}

/** Images have the same few names everywhere: their step tells them apart. */
function withDetail({ node, name, parentName, note }: RestoreRow) {
  const place = node.kind === 'image' && parentName !== null ? `of ${parentName}` : null;
  const detail = [place, note].filter((part) => part !== null).join('. ');
  return { ...node, name, ...(detail === '' ? {} : { detail }) };
}

interface CountedProps {
  readonly rows: readonly RestoreRow[];
  readonly one: string;
  readonly many: string;
}

function Counted({ rows, one, many }: CountedProps) {
  const styles = useStyles();
  const [first] = rows;
  if (!first) return null;
  return (
    <p className={styles.text}>
      {rows.length === 1 ? `“${first.name}” ${one}.` : `${rows.length.toLocaleString()} ${many}.`}
    </p>
  );
}
