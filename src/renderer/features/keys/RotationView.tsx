import type { Connection } from '../../../shared/contract/calls/connections.ts';
import {
  givesKey,
  type KeyRotation,
  policyInWords,
  RotationStep,
  renewCommand,
  rotationStepLabels,
  rotationText,
} from '../../../shared/domain/keyRotation.ts';
import { useCall } from '../../app/core/useCall.ts';
import { saveTextFile } from '../../bridge/saveTextFile.ts';
import { Button, CopyButton, FailureMessage, makeStyles, WizardSteps } from '../../kit/kit.ts';
import { CodeBox } from '../appRegistration/CodeBox.tsx';
import { RotationKey } from './RotationKey.tsx';

const useStyles = makeStyles({
  column: { minHeight: '100%', display: 'flex', flexDirection: 'column', gap: '12px' },
  head: { display: 'flex', gap: '8px', alignItems: 'center', flexWrap: 'wrap' },
  title: { margin: 0, fontSize: '16px', lineHeight: '22px', fontWeight: 600, flex: '1 1 300px' },
  text: { margin: 0, maxWidth: '820px' },
  code: { maxWidth: '960px' },
  row: { display: 'flex', gap: '8px' },
});

interface RotationViewProps {
  readonly connection: Connection;
  readonly rotation: KeyRotation;
  readonly endpointNames: readonly string[];
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** One rotation at the step that it has come to. */
export function RotationView(props: RotationViewProps) {
  const { connection, rotation, endpointNames, onChanged, onClose } = props;
  const styles = useStyles();
  const advance = useCall('rotation.advance');
  const forget = useCall('rotation.forget');
  const { id, step } = rotation;
  const plan = rotationText(rotation, endpointNames);
  const goOn = async (anyway: boolean) => {
    const outcome = await advance.run({ connectionId: connection.id, id, anyway });
    if (outcome.kind === 'done') onChanged();
  };
  const putAway = async () => {
    const outcome = await forget.run({ connectionId: connection.id, id });
    if (outcome.kind === 'failed') return;
    onChanged();
    onClose();
  };
  const failure = advance.failure ?? forget.failure;
  return (
    <div className={styles.column}>
      <div className={styles.head}>
        <h2 className={styles.title}>Policy {policyInWords(rotation)}</h2>
        <CopyButton text={plan} what="the plan" label="Copy the plan" />
        <Button size="small" onClick={() => saveTextFile(`rotation-${rotation.policyName}.txt`, plan)}>
          Save the plan to print
        </Button>
        <Button size="small" onClick={onClose}>
          All rotations
        </Button>
      </div>
      <WizardSteps
        steps={RotationStep.options.map((one) => rotationStepLabels[one])}
        current={RotationStep.options.indexOf(step)}
      />
      {givesKey(step) ? (
        <RotationKey
          connection={connection}
          rotation={rotation}
          which={step}
          advancing={advance.running}
          onChanged={onChanged}
          onGoOn={(anyway) => void goOn(anyway)}
        />
      ) : step === 'done' ? (
        <>
          <p className={styles.text} role="status">
            Both keys of the policy are new, and every endpoint uses the primary one.
          </p>
          <div className={styles.row}>
            <Button appearance="primary" disabledFocusable={forget.running} onClick={() => void putAway()}>
              Put it away
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className={styles.text}>
            {step === 'renewPrimary'
              ? 'The endpoints use the secondary key now. Renew the primary key: in the Azure portal under Shared access policies, the policy, Regenerate primary key; or with the Azure CLI. Wait with it while jobs that were made before still go on, and until other programs that use this policy have gone over too.'
              : 'The endpoints use the new primary key. Renew the secondary key too, so that nobody holds an old one.'}
          </p>
          <div className={styles.code}>
            <CodeBox
              label="Azure CLI"
              text={renewCommand(rotation, step === 'renewPrimary' ? 'primary' : 'secondary')}
            />
          </div>
          <div className={styles.row}>
            <Button appearance="primary" disabledFocusable={advance.running} onClick={() => void goOn(false)}>
              It is renewed: go on
            </Button>
          </div>
        </>
      )}
      {failure ? <FailureMessage failure={failure} /> : null}
    </div>
  );
}
