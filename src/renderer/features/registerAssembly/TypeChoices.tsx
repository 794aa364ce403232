import type { FoundType } from '../../../shared/domain/pluginFile.ts';
import { Checkbox, Input, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  group: { border: 0, margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, fontWeight: tokens.fontWeightSemibold },
  list: {
    listStyle: 'none',
    margin: '0 0 0 20px',
    padding: 0,
    maxHeight: '220px',
    overflow: 'auto',
    display: 'flex',
    flexDirection: 'column',
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(160px, 40%)',
    alignItems: 'center',
    gap: '8px',
  },
  one: { gridTemplateColumns: 'minmax(0, 1fr)' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px', overflowWrap: 'anywhere' },
  kind: {
    color: tokens.colorNeutralForeground3,
    marginInlineStart: '8px',
    fontFamily: tokens.fontFamilyBase,
  },
  problem: { color: tokens.colorStatusDangerForeground1, margin: '2px 0 0' },
});

interface TypeChoicesProps {
  readonly types: readonly FoundType[];
  /** Names of those that are registered. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  /** By the name of an activity. */
  readonly groups: Readonly<Record<string, string>>;
  readonly onGroup: (typeName: string, group: string) => void;
  readonly problem: string | null;
}

/** The classes of the file as check boxes below one for all, with the group of each activity beside it. */
export function TypeChoices({ types, chosen, onChoose, groups, onGroup, problem }: TypeChoicesProps) {
  const styles = useStyles();
  const all = types.length > 0 && types.every(({ typeName }) => chosen.has(typeName));
  const some = types.some(({ typeName }) => chosen.has(typeName));
  const set = (typeName: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(typeName);
    else next.delete(typeName);
    onChoose(next);
  };
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>Plug-ins and workflow activities to register</legend>
      <Checkbox
        checked={all ? true : some ? 'mixed' : false}
        onChange={() => onChoose(new Set(all ? [] : types.map(({ typeName }) => typeName)))}
        label={`All (${chosen.size} of ${types.length} chosen)`}
        disabled={types.length === 0}
      />
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that */}
      <ul className={styles.list} tabIndex={0} aria-label="Classes of the file">
        {types.map(({ typeName, kind }) => {
          const activity = kind === 'workflowActivity';
          return (
            <li key={typeName} className={styles.row}>
              <Checkbox
                checked={chosen.has(typeName)}
                onChange={(_, data) => set(typeName, data.checked === true)}
                label={
                  <span className={styles.mono}>
                    {typeName}
                    <span className={styles.kind}>{activity ? 'Workflow activity' : 'Plug-in'}</span>
                  </span>
                }
              />
              {activity ? (
                <Input
                  size="small"
                  value={groups[typeName] ?? ''}
                  onChange={(_, data) => onGroup(typeName, data.value)}
                  aria-label={`Group of ${typeName}`}
                  maxLength={256}
                  disabled={!chosen.has(typeName)}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
