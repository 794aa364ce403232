import { makeStyles, tokens } from '../../kit/kit.ts';

/** What the tools of this page look like, all of them. */
export const useToolStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: '12px' },
  text: { margin: 0, maxWidth: '72ch', color: tokens.colorNeutralForeground2 },
  row: { display: 'flex', gap: '12px', alignItems: 'flex-end', flexWrap: 'wrap' },
  grow: { flex: '1 1 240px' },
  token: {
    margin: 0,
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '20px',
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
    userSelect: 'text',
  },
});
