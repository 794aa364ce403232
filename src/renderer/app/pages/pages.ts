import { create } from 'zustand';
import type { ConnectionId } from '../../../shared/domain/ids.ts';

/** Every page that can take the place of the tree and the details. `pageRegistry.ts` says who draws it. */
export type PageRequest = { readonly kind: 'keys' | 'sasTools' | 'certificates' | 'guides' };
export type PageKind = PageRequest['kind'];
export type PageRequestOf<Kind extends PageKind> = PageRequest & { readonly kind: Kind };

interface Pages {
  readonly byConnection: Readonly<Record<ConnectionId, PageRequest>>;
}

const usePages = create<Pages>(() => ({ byConnection: {} }));

/** The page that is open in an organisation; null while its registrations are shown. */
export function usePage(connectionId: ConnectionId): PageRequest | null {
  return usePages(({ byConnection }) => byConnection[connectionId] ?? null);
}

export function openPage(connectionId: ConnectionId, request: PageRequest): void {
  usePages.setState(({ byConnection }) => ({ byConnection: { ...byConnection, [connectionId]: request } }));
}

/** Back to the registrations. */
export function closePage(connectionId: ConnectionId): void {
  usePages.setState(({ byConnection }) => {
    const { [connectionId]: _closed, ...rest } = byConnection;
    return { byConnection: rest };
  });
}
