import { json } from '@codemirror/lang-json';
import { xml } from '@codemirror/lang-xml';
import { foldGutter, syntaxTree } from '@codemirror/language';
import { EditorState, type Extension, RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  lineNumbers,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { BodyFormat } from '../../../shared/domain/decodedBody.ts';
import { tokens } from '../../kit/kit.ts';

/** Colours by the grammar's own names of things; the theme's variables follow light and dark. */
const markOf: Readonly<Record<string, Decoration>> = Object.fromEntries(
  (
    [
      ['name', ['PropertyName', 'TagName', 'AttributeName']],
      ['text', ['String', 'AttributeValue']],
      ['number', ['Number', 'True', 'False', 'Null']],
      ['quiet', ['OpenTag', 'CloseTag', 'StartTag', 'EndTag', 'StartCloseTag', 'SelfCloseEndTag', 'Comment']],
    ] as const
  ).flatMap(([kind, names]) => names.map((name) => [name, Decoration.mark({ class: `raw-${kind}` })])),
);

function coloursOf(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const mark = markOf[node.name];
        // Only leaves: a mark around a whole tag would colour its names too.
        if (mark && !node.node.firstChild) builder.add(node.from, node.to, mark);
      },
    });
  }
  return builder.finish();
}

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = coloursOf(view);
    }
    update(update: ViewUpdate) {
      if (
        update.docChanged ||
        update.viewportChanged ||
        syntaxTree(update.startState) !== syntaxTree(update.state)
      ) {
        this.decorations = coloursOf(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const look = EditorView.theme({
  '&': {
    height: '100%',
    fontSize: '13px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
  },
  '&.cm-focused': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: tokens.fontFamilyMonospace, lineHeight: '20px' },
  '.cm-gutters': {
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground3,
    border: 'none',
  },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: `${tokens.colorBrandBackground2Pressed} !important`,
  },
  '.cm-foldPlaceholder': {
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  '.raw-name': { color: tokens.colorBrandForegroundLink },
  '.raw-text': { color: tokens.colorStatusSuccessForeground1 },
  '.raw-number': { color: tokens.colorPaletteBerryForeground1 },
  '.raw-quiet': { color: tokens.colorNeutralForeground3 },
});

function languageOf(format: BodyFormat): Extension {
  if (format === 'json') return json();
  return format === 'textXml' ? xml() : [];
}

interface RawTextProps {
  readonly text: string;
  readonly format: BodyFormat;
}

/** The body as it came, set out in lines; read only. */
export function RawText({ text, format }: RawTextProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          ...(nonce ? [EditorView.cspNonce.of(nonce)] : []),
          EditorState.readOnly.of(true),
          // Reachable by keys, so that it can be scrolled and selected, and yet no text field.
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({
            tabindex: '0',
            'aria-label': 'Raw body',
            role: 'textbox',
            'aria-readonly': 'true',
            'aria-multiline': 'true',
          }),
          lineNumbers(),
          foldGutter(),
          drawSelection(),
          EditorView.lineWrapping,
          languageOf(format),
          colours,
          look,
        ],
      }),
    });
    return () => view.destroy();
  }, [text, format]);
  return <div ref={place} style={{ height: '100%' }} />;
}
