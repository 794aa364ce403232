/** Why a file cannot be read as certificates, said to the user. */
export class CertificateFault extends Error {
  readonly field: 'file' | 'password';
  readonly advice: string;

  constructor(field: 'file' | 'password', sentence: string, advice: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.field = field;
    this.advice = advice;
  }
}
