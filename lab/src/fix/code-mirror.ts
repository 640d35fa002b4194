import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, ensureSyntaxTree, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
import { lintGutter, linter, lintKeymap } from "@codemirror/lint";
import type { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { SiteIssue } from "@concors/config";
import { classHighlighter } from "@lezer/highlight";
import { changeBetween } from "./change-between.ts";
import { jsonPlace } from "./json-place.ts";
import { draftOf, fixWords, withFix } from "./site-draft.ts";

export interface OpenEditor {
  /** Shows another text, which can be undone like one that was typed. */
  readonly show: (text: string) => void;
  /** Puts the cursor into it, before so many characters. */
  readonly focus: (at: number) => void;
  readonly close: () => void;
}

/** Opens the editor; it is loaded where it is first needed. */
export function openEditor(parent: HTMLElement, text: string, changed: (text: string) => void): OpenEditor {
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      json(),
      syntaxHighlighting(classHighlighter),
      lintGutter(),
      linter(({ state }) => diagnosticsOf(state), { delay: 150 }),
      EditorView.lineWrapping,
      // Tab goes on to what is next on the page.
      keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-labelledby": "policy-json-label", "aria-multiline": "true" }),
      EditorView.cspNonce.of(nonceOfPage()),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) changed(state.doc.toString());
      }),
    ],
  });
  return {
    show: (next) => {
      const change = changeBetween(view.state.doc.toString(), next);
      if (change !== null) view.dispatch({ changes: change });
    },
    focus: (at) => {
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } });
    },
    close: () => view.destroy(),
  };
}

/** The page's policy lets in styles that carry it. */
function nonceOfPage(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

function diagnosticsOf(state: EditorState): Diagnostic[] {
  const text = state.doc.toString();
  const draft = draftOf(text);
  if (draft.syntax !== null) return [{ ...brokenPlace(state), severity: "error", message: draft.syntax }];
  const tree = ensureSyntaxTree(state, state.doc.length, 500) ?? syntaxTree(state);
  const diagnostic = (issue: SiteIssue, severity: "error" | "warning"): Diagnostic => {
    const words = fixWords(issue);
    const isKey =
      issue.code === "key-unknown" || issue.code === "key-unrecognized" || issue.code === "site-key-unknown";
    return {
      ...jsonPlace(tree, text, issue.path, isKey ? "key" : "value"),
      severity,
      message: issue.message,
      actions: words === null ? [] : [{ name: words, apply: (view) => replaceAll(view, withFix(draft, issue)) }],
    };
  };
  return [
    ...draft.issues.map((issue) => diagnostic(issue, "error")),
    ...draft.warnings.map((issue) => diagnostic(issue, "warning")),
  ];
}

/** Where the parser lost the thread. */
function brokenPlace(state: EditorState): { from: number; to: number } {
  let place: { from: number; to: number } | null = null;
  syntaxTree(state).iterate({
    enter: ({ from, to, type }) => {
      if (type.isError) place ??= { from, to: Math.max(to, Math.min(from + 1, state.doc.length)) };
    },
  });
  return place ?? { from: 0, to: state.doc.length };
}

function replaceAll(view: EditorView, text: string): void {
  const change = changeBetween(view.state.doc.toString(), text);
  if (change !== null) view.dispatch({ changes: change });
}
