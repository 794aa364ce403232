/** A refusal as Microsoft Graph words it. */
export class GraphFault extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'GraphFault';
    this.status = status;
    this.code = code;
  }
}
