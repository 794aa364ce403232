import { createDOMRenderer, FluentProvider, RendererProvider, tokens } from '@fluentui/react-components';
import { type ReactNode, useMemo } from 'react';
import { useFocusMemory } from './returnFocus.ts';
import { type ThemeName, themes } from './theme.ts';

interface ThemeRootProps {
  readonly theme: ThemeName;
  /** Of this load of the page: style sheets without it are refused by the content security policy. */
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/** Everything below is drawn in one theme. */
export function ThemeRoot({ theme, nonce, children }: ThemeRootProps) {
  useFocusMemory();
  const renderer = useMemo(
    () => createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : undefined),
    [nonce],
  );
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider
        theme={themes[theme]}
        style={{ height: '100%', backgroundColor: tokens.colorNeutralBackground1 }}
        data-theme={theme}
      >
        {children}
      </FluentProvider>
    </RendererProvider>
  );
}
