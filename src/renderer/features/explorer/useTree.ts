import { useEffect, useMemo, useState } from 'react';
import type { Registrations } from '../../../shared/domain/registration.ts';
import { makeHaystacks } from './nodeHaystack.ts';
import { knownTree, makeTree, type TreeRequest, treeOf } from './registrationTree.ts';
import { runInSlices } from './runInSlices.ts';
import type { RegistrationTree } from './treeEntry.ts';

/** Up to here a tree is made within one frame. */
const smallLoad = 1500;

function isSmall({ types, steps, images, assemblies }: Registrations): boolean {
  return types.length + steps.length + images.length + assemblies.length < smallLoad;
}

interface Made {
  readonly tree: RegistrationTree;
  readonly request: TreeRequest;
}

/**
 * The tree that is asked for. A large one is made in slices, between which the page draws and hears keys;
 * meanwhile the last one is still there. Null until there is one.
 */
export function useTree(registrations: Registrations | null, request: TreeRequest | null): Made | null {
  const [made, setMade] = useState<Made | null>(null);
  const atOnce = useMemo(() => {
    if (!registrations || !request) return null;
    const tree = isSmall(registrations) ? treeOf(registrations, request) : knownTree(registrations, request);
    return tree ? { tree, request } : null;
  }, [registrations, request]);
  useEffect(() => {
    if (!registrations || !request || atOnce) return;
    const stop = new AbortController();
    runInSlices(makeTree(registrations, request), stop.signal).then(
      (tree) => tree && setMade({ tree, request }),
      (error: unknown) => {
        throw error;
      },
    );
    return () => stop.abort();
  }, [registrations, request, atOnce]);
  useEffect(() => {
    if (atOnce) setMade(atOnce);
  }, [atOnce]);
  return atOnce ?? made;
}

/** Reads ahead what a search will look through, once the tree is there and the page has nothing else to do. */
export function useWarmSearch(registrations: Registrations | null): void {
  useEffect(() => {
    if (!registrations) return;
    const stop = new AbortController();
    const idle = window.setTimeout(() => void runInSlices(makeHaystacks(registrations), stop.signal), 500);
    return () => {
      window.clearTimeout(idle);
      stop.abort();
    };
  }, [registrations]);
}
