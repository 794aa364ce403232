import { makeStyles, tokens } from '../../kit/kit.ts';
import type { NodeGroup } from './groupNodes.ts';

const useStyles = makeStyles({
  groups: { display: 'flex', flexDirection: 'column', gap: '10px' },
  title: { margin: '0 0 2px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  list: {
    margin: 0,
    padding: '4px 0 4px 20px',
    maxHeight: '168px',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    '& li': { padding: '1px 8px 1px 0', overflowWrap: 'anywhere' },
  },
  detail: { color: tokens.colorNeutralForeground3 },
});

const shownOfGroup = 100;

/** Registrations by kind, with their counts: what a deletion takes, what goes into a solution, what comes back. */
export function NodeGroups({ groups }: { readonly groups: readonly NodeGroup[] }) {
  const styles = useStyles();
  return (
    <div className={styles.groups}>
      {groups.map((group) => (
        <Group key={group.title} group={group} />
      ))}
    </div>
  );
}

function Group({ group }: { readonly group: NodeGroup }) {
  const styles = useStyles();
  const rest = group.names.length - shownOfGroup;
  return (
    <section>
      <h3 className={styles.title}>{group.title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that */}
      <ul className={styles.list} tabIndex={0} aria-label={group.title}>
        {group.names.slice(0, shownOfGroup).map(({ key, name, detail }) => (
          <li key={key}>
            {name}
            {detail ? <span className={styles.detail}> · {detail}</span> : null}
          </li>
        ))}
        {rest > 0 ? <li className={styles.detail}>and {rest.toLocaleString()} more</li> : null}
      </ul>
    </section>
  );
}
