import { type ComponentType, Suspense, useEffect, useRef } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { Button, makeStyles, SkeletonRows } from '../../kit/kit.ts';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import type { RegistrationsState } from '../registrations/useRegistrations.ts';
import { type PageProps, pageRegistry } from './pageRegistry.ts';
import { closePage, type PageKind, type PageRequest } from './pages.ts';

const useStyles = makeStyles({
  page: { height: '100%', display: 'flex', flexDirection: 'column' },
  head: { display: 'flex', alignItems: 'center', gap: '12px', padding: '12px 20px 8px', flexShrink: 0 },
  title: { margin: 0, fontSize: '20px', lineHeight: '28px', fontWeight: 600, outlineStyle: 'none' },
  back: { marginInlineStart: 'auto' },
  body: { flex: 1, minHeight: 0, overflow: 'auto', padding: '0 20px 20px' },
});

interface PageFrameProps {
  readonly request: PageRequest;
  readonly connection: Connection;
  readonly registrations: RegistrationsState;
}

/** A page in place of the tree and the details: its title, the way back, and the page itself. */
export function PageFrame({ request, connection, registrations }: PageFrameProps) {
  const styles = useStyles();
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever works by keys or ears has to learn that the screen is another one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what moves the focus
  useEffect(() => title.current?.focus(), [request.kind]);
  const entry = pageRegistry[request.kind];
  // One component per kind, each for its own request: more than the type of an index can say.
  const Page = entry.component as ComponentType<PageProps<PageKind>>;
  return (
    <section className={styles.page} aria-label={entry.title}>
      <div className={styles.head}>
        <h1 ref={title} tabIndex={-1} className={styles.title}>
          {entry.title}
        </h1>
        <Button className={styles.back} onClick={() => closePage(connection.id)}>
          Back to the registrations
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that */}
      <section className={styles.body} tabIndex={0} aria-label={`Content of ${entry.title}`}>
        <ErrorBoundary key={request.kind}>
          <Suspense fallback={<SkeletonRows count={8} label={`Loading ${entry.title}`} />}>
            <Page request={request} connection={connection} registrations={registrations} />
          </Suspense>
        </ErrorBoundary>
      </section>
    </section>
  );
}
