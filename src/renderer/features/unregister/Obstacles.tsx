import type { Dependent, UnregisterPreview } from '../../../shared/contract/calls/registrations.ts';
import type { NodeReference } from '../../../shared/domain/registration.ts';
import { Button, makeStyles, NoteBox } from '../../kit/kit.ts';

const useStyles = makeStyles({
  list: { margin: '4px 0 0', paddingInlineStart: '20px' },
  button: { marginTop: '6px', display: 'block' },
});

interface ObstaclesProps {
  readonly preview: UnregisterPreview;
  /** Chooses something else in place of what was chosen. */
  readonly onInstead: (node: NodeReference) => void;
}

/** What stands against unregistering, as sentences and by kind, and the way around it where there is one. */
export function Obstacles({ preview, onInstead }: ObstaclesProps) {
  const styles = useStyles();
  const { obstacles, dependents, dependenciesUnread } = preview;
  return (
    <>
      {obstacles.slice(0, mostShown).map(({ sentence, instead }, index) => {
        const isFirstOfIt = obstacles.findIndex((one) => one.instead?.id === instead?.id) === index;
        return (
          <NoteBox key={sentence} tone="warning">
            {sentence}
            {instead && isFirstOfIt ? (
              <Button className={styles.button} size="small" onClick={() => onInstead(instead)}>
                Unregister the package instead
              </Button>
            ) : null}
          </NoteBox>
        );
      })}
      {obstacles.length > mostShown ? (
        <NoteBox tone="warning">And {obstacles.length - mostShown} more stand against it.</NoteBox>
      ) : null}
      {byKind(dependents).map(([kind, rows]) => (
        <NoteBox
          key={kind}
          tone="warning"
          title={`${kind}: ${rows.length} would be left without what ${rows.length === 1 ? 'it needs' : 'they need'}.`}
        >
          Dataverse refuses until that is changed or deleted.
          <ul className={styles.list}>
            {rows.slice(0, mostShown).map((row) => (
              <li key={`${row.id} ${row.requiredName}`}>
                {row.name ?? row.id} needs {row.requiredName}
              </li>
            ))}
            {rows.length > mostShown ? <li>and {rows.length - mostShown} more</li> : null}
          </ul>
        </NoteBox>
      ))}
      {dependenciesUnread !== null ? (
        <NoteBox tone="info">
          What else needs these could not be looked up. {dependenciesUnread} Dataverse refuses by itself where
          something does.
        </NoteBox>
      ) : null}
    </>
  );
}

const mostShown = 20;

function byKind(dependents: readonly Dependent[]): readonly (readonly [string, readonly Dependent[]])[] {
  const kinds = new Map<string, Dependent[]>();
  for (const one of dependents) {
    const rows = kinds.get(one.kind);
    if (rows) rows.push(one);
    else kinds.set(one.kind, [one]);
  }
  return [...kinds];
}
