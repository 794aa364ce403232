import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  count: {
    display: 'inline-block',
    minWidth: '20px',
    padding: '0 6px',
    boxSizing: 'border-box',
    borderRadius: '10px',
    textAlign: 'center',
    fontSize: '12px',
    lineHeight: '20px',
    fontWeight: tokens.fontWeightRegular,
    backgroundColor: tokens.colorNeutralBackground4,
    color: tokens.colorNeutralForeground2,
  },
});

/** A number beside a heading or a tab. */
export function CountBadge({ count }: { readonly count: number }) {
  return <span className={useStyles().count}>{count.toLocaleString()}</span>;
}
