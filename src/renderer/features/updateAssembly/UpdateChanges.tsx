import type { ReactNode } from 'react';
import type {
  AssemblyUpdateChoices,
  AssemblyUpdatePlan,
  GoneType,
} from '../../../shared/domain/assemblyUpdatePlan.ts';
import { Checkbox, FieldRow, makeStyles, NoteBox, Select, StatusBadge, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '10px' },
  title: { margin: '0 0 6px', fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  problem: { margin: '2px 0 0', color: tokens.colorStatusDangerForeground1 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  gone: {
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  steps: { margin: 0, paddingInlineStart: '18px' },
});

interface UpdateChangesProps {
  readonly plan: AssemblyUpdatePlan;
  readonly choices: AssemblyUpdateChoices;
  readonly onChange: (choices: AssemblyUpdateChoices) => void;
}

/** What an update changes: version, classes that went, came and stayed, groups. */
export function UpdateChanges({ plan, choices, onChange }: UpdateChangesProps) {
  const styles = useStyles();
  const { version, gone, added, kept, groups, moving, waitingPlace, recreates } = plan;
  const leaveOut = new Set(choices.leaveOut);
  const setAdded = (typeName: string, register: boolean) => {
    const next = new Set(leaveOut);
    if (register) next.delete(typeName);
    else next.add(typeName);
    onChange({ ...choices, leaveOut: [...next] });
  };
  const setMove = (typeName: string, target: string) => {
    const { [typeName]: _before, ...others } = choices.moves;
    onChange({ ...choices, moves: target === '' ? others : { ...others, [typeName]: target } });
  };
  const wanted = new Set(gone.map(({ target }) => target));
  return (
    <>
      <Section title="Version">
        {version.from === version.to ? `${version.to}, as before` : `${version.from} becomes ${version.to}`}
      </Section>
      {gone.length > 0 ? (
        <Section title="Classes that are not in the file: their registrations go">
          <ul className={styles.list} aria-label="Classes that went">
            {gone.map((one) => (
              <li key={one.type.id} className={styles.gone}>
                <Gone
                  gone={one}
                  problem={
                    plan.problems.find(({ field }) => field === `type:${one.type.typeName}`)?.sentence ?? null
                  }
                  onMove={(target) => setMove(one.type.typeName, target)}
                />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {added.length > 0 ? (
        <Section title="New classes: they are registered">
          <ul className={styles.list} style={{ gap: 0 }} aria-label="Classes that came">
            {added.map(({ typeName, kind, register }) => (
              <li key={typeName}>
                <Checkbox
                  checked={register}
                  disabled={wanted.has(typeName)}
                  onChange={(_, data) => setAdded(typeName, data.checked === true)}
                  label={
                    <span className={styles.mono}>
                      {typeName}{' '}
                      <span className={styles.quiet}>
                        {kind === 'workflowActivity' ? 'Workflow activity' : 'Plug-in'}
                        {wanted.has(typeName) ? ', steps move to it' : ''}
                      </span>
                    </span>
                  }
                />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {kept.length > 0 ? (
        <Section
          title={kept.length === 1 ? 'One class stays as it is' : `${kept.length} classes stay as they are`}
        >
          <span className={styles.mono}>{kept.map(({ typeName }) => typeName).join(', ')}</span>
        </Section>
      ) : null}
      {groups.length > 0 ? (
        <Section title="Groups of workflow activities that name the old version">
          {groups.map(({ type, from, to }) => (
            <div key={type.id}>
              <span className={styles.mono}>{type.typeName}</span>: {from} becomes {to}
            </div>
          ))}
        </Section>
      ) : null}
      {recreates ? (
        <NoteBox tone="warning">
          No class stays, and no other plug-in type is there at which the steps could wait. They are deleted
          for the moment of the update, and made again with the same ids, images, secure configurations and
          solutions. All that this takes is kept on this computer until it is done.
        </NoteBox>
      ) : null}
      {moving.length > 0 && !recreates ? (
        <p className={styles.quiet} style={{ margin: 0 }}>
          The steps that move keep their ids, images and settings. They are disabled for the moment of the
          update{waitingPlace ? `, in which they wait at ${waitingPlace.typeName}` : ''}: what happens in the
          organisation meanwhile does not run them.
        </p>
      ) : null}
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      {children}
    </section>
  );
}

interface GoneProps {
  readonly gone: GoneType;
  readonly problem: string | null;
  readonly onMove: (target: string) => void;
}

function Gone({ gone, problem, onMove }: GoneProps) {
  const styles = useStyles();
  const { type, steps, suggestion, target, targets } = gone;
  return (
    <>
      <div className={styles.head}>
        <span className={styles.mono}>{type.typeName}</span>
        {steps.length === 0 ? (
          <StatusBadge tone="neutral">no steps</StatusBadge>
        ) : (
          <StatusBadge tone={target === null ? 'bad' : 'info'}>
            {steps.length === 1 ? 'one step' : `${steps.length} steps`}
          </StatusBadge>
        )}
        {steps.length === 0 && suggestion !== null ? (
          <span className={styles.quiet}>probably {suggestion} now</span>
        ) : null}
      </div>
      {steps.length > 0 ? (
        <>
          <ul className={styles.steps}>
            {steps.slice(0, 10).map((step) => (
              <li key={step.id}>{step.name}</li>
            ))}
            {steps.length > 10 ? <li>and {steps.length - 10} more</li> : null}
          </ul>
          {targets.length > 0 ? (
            <FieldRow
              label={`Type that runs the steps of ${type.typeName} from now on`}
              problem={
                problem === null
                  ? null
                  : {
                      sentence: problem,
                      ...(suggestion === null
                        ? {}
                        : {
                            correction: {
                              label: `Move to ${suggestion}`,
                              apply: () => onMove(suggestion),
                            },
                          }),
                    }
              }
            >
              <Select value={target ?? ''} onChange={(_, data) => onMove(data.value)}>
                <option value="">Choose a type</option>
                {targets.map((name) => (
                  <option key={name} value={name}>
                    {name}
                    {name === suggestion ? ' (most alike)' : ''}
                  </option>
                ))}
              </Select>
            </FieldRow>
          ) : null}
        </>
      ) : null}
      {problem !== null && (steps.length === 0 || targets.length === 0) ? (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      ) : null}
    </>
  );
}
