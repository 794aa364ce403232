import type { PackageFile } from '../../../shared/domain/pluginFile.ts';
import { makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  title: { margin: '0 0 4px', fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, paddingInlineStart: '18px', maxHeight: '180px', overflow: 'auto' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The plug-ins that a package brings, by assembly. */
export function PackageContent({ file }: { readonly file: PackageFile }) {
  const styles = useStyles();
  return file.assemblies
    .filter(({ holdsPlugins }) => holdsPlugins)
    .map(({ path, name, version, types }) => (
      <section key={path}>
        <h3 className={styles.title}>
          {name} {version} <span className={styles.quiet}>{path}</span>
        </h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that */}
        <ul className={styles.list} tabIndex={0} aria-label={`Plug-ins of ${name}`}>
          {types
            .filter(({ kind }) => kind === 'plugin')
            .map(({ typeName }) => (
              <li key={typeName} className={styles.mono}>
                {typeName}
              </li>
            ))}
        </ul>
      </section>
    ));
}
