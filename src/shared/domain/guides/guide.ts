/** A walk-through whose commands are filled in with what the reader says of the own deployment. */
export interface Guide {
  readonly title: string;
  /** Paragraphs: whom it is for, and what it leads to. */
  readonly introduction: readonly string[];
  readonly steps: readonly GuideStep[];
}

interface GuideStep {
  readonly id: string;
  readonly title: string;
  readonly sentences: readonly string[];
  /** What is run or typed, filled in. */
  readonly commands: readonly GuideCommand[];
  /** How to know that the step worked. */
  readonly check: { readonly sentence: string; readonly command?: GuideCommand };
}

export interface GuideCommand {
  readonly label: string;
  /** Where it is run, for the reader and for screen readers: `PowerShell`. */
  readonly where: string;
  readonly text: string;
}

/** A PowerShell literal: a quote inside is doubled, and nothing is expanded. */
export function powerShellText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
