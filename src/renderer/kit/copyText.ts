import { createContext, useContext } from 'react';

export type CopyText = (text: string) => Promise<void>;

/** How text gets to the clipboard: the page's frame provides it, because shells differ. */
export const CopyTextContext = createContext<CopyText>((text) => navigator.clipboard.writeText(text));

export function useCopyText(): CopyText {
  return useContext(CopyTextContext);
}
