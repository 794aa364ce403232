import { type ComponentType, lazy } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationsState } from '../registrations/useRegistrations.ts';
import type { PageKind, PageRequestOf } from './pages.ts';

/** What the component of a page gets. It is mounted while the page is open. */
export interface PageProps<Kind extends PageKind> {
  readonly request: PageRequestOf<Kind>;
  readonly connection: Connection;
  readonly registrations: RegistrationsState;
}

interface PageEntry<Kind extends PageKind> {
  /** Stands above the page, and names it for screen readers. */
  readonly title: string;
  readonly component: ComponentType<PageProps<Kind>>;
}

/** Who draws which page. Each comes with its first use. */
export const pageRegistry: { readonly [Kind in PageKind]: PageEntry<Kind> } = {
  keys: {
    title: 'Keys',
    component: lazy(async () => ({
      default: (await import('../../features/keys/KeysPage.tsx')).KeysPage,
    })),
  },
  sasTools: {
    title: 'SAS tools',
    component: lazy(async () => ({
      default: (await import('../../features/sasTools/SasToolsPage.tsx')).SasToolsPage,
    })),
  },
  certificates: {
    title: 'Certificates',
    component: lazy(async () => ({
      default: (await import('../../features/certificates/CertificatesPage.tsx')).CertificatesPage,
    })),
  },
  guides: {
    title: 'Guides',
    component: lazy(async () => ({
      default: (await import('../../features/guides/GuidesPage.tsx')).GuidesPage,
    })),
  },
};
