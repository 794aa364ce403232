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
