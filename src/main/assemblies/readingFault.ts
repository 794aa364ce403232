/** The bytes are not what they claim to be. Never leaves this folder: readers turn it into a reading of kind `unreadable`. */
export class ReadingFault extends Error {
  override readonly name = 'ReadingFault';
  readonly advice: string;
  constructor(sentence: string, advice: string = buildAgain) {
    super(sentence);
    this.advice = advice;
  }
}

export const buildAgain = 'Build or download the file again, and choose the .dll or .nupkg that comes out.';

const longestQuote = 120;

/** A text from a file in a sentence: whatever is in it, on one line and not too long. */
export function quote(text: string): string {
  const shown = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  return JSON.stringify(shown);
}
