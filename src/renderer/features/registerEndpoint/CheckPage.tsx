import type { Failure } from '../../../shared/contract/failure.ts';
import type { CheckLine, CheckReport } from '../../../shared/domain/check.ts';
import { designationTypes } from '../../../shared/domain/designationType.ts';
import { messageFormatLabels, type ServiceEndpointDraft } from '../../../shared/domain/serviceEndpoint.ts';
import { Button, makeStyles, NoteBox, PropertyList, SkeletonRows, tokens } from '../../kit/kit.ts';
import { CheckResult } from '../checkEndpoint/CheckResult.tsx';
import { ListenStringSection } from './ListenStringSection.tsx';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: '12px', flexWrap: 'wrap' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold, flex: 1 },
  note: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface CheckPageProps {
  readonly draft: ServiceEndpointDraft;
  readonly report: CheckReport | null;
  readonly lines: readonly CheckLine[];
  readonly running: boolean;
  readonly failure: Failure | null;
  readonly onCheck: () => void;
  readonly onCancel: () => void;
  readonly listenText: string | null;
  readonly onListenTextChange: (text: string | null) => void;
}

/** The last page: tried from this computer before anything is saved. */
export function CheckPage(props: CheckPageProps) {
  const { draft, report, lines, running, failure, onCheck, onCancel, listenText, onListenTextChange } = props;
  const styles = useStyles();
  const type = designationTypes[draft.designationType];
  const listen = report?.lines.find(({ id }) => id === 'listen');
  const cannotListen = listen !== undefined && listen.state !== 'passed' && type.listener.kind !== 'none';
  return (
    <>
      <NoteBox tone="neutral">
        <PropertyList
          columns={1}
          properties={[
            { name: 'Name', value: draft.name },
            { name: 'Type', value: `${type.label}, ${messageFormatLabels[draft.messageFormat]}` },
            { name: 'Namespace address', value: draft.namespaceAddress, mono: true },
            { name: type.pathLabel, value: draft.path, mono: true },
          ]}
        />
      </NoteBox>
      <div className={styles.head}>
        <h3 className={styles.title}>Checks from this computer</h3>
        {running ? (
          <Button size="small" onClick={onCancel}>
            Stop
          </Button>
        ) : (
          <Button size="small" onClick={onCheck}>
            {report || failure ? 'Check again' : 'Check'}
          </Button>
        )}
      </div>
      {running && lines.length === 0 ? <SkeletonRows count={2} label="Checking" /> : null}
      <CheckResult label="Checks from this computer" report={report} lines={lines} failure={failure} />
      {cannotListen ? <ListenStringSection text={listenText} onChange={onListenTextChange} /> : null}
      <p className={styles.note}>
        Nothing is sent to the {type.pathNoun} by this. Dataverse may have another way to Azure than this
        computer: once saved, Check asks Dataverse itself, which posts a real test message.
      </p>
    </>
  );
}
