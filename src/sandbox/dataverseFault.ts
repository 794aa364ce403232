/**
 * A refusal as Dataverse words it: HTTP status, fault code (`0x8…`) and message.
 * `retryAfter` is in seconds.
 */
export class DataverseFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message);
    this.name = 'DataverseFault';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** 404: the row is not there. */
export function objectDoesNotExist(table: string, id: string): DataverseFault {
  return new DataverseFault(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`);
}

/** 400: the query or the address is not well formed, or names something that the type does not have. */
export function badRequest(message: string): DataverseFault {
  return new DataverseFault(400, '0x80060888', message);
}

/** 400: the body does not fit the type. */
export function invalidPayload(message: string): DataverseFault {
  return new DataverseFault(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user, ${message}`,
  );
}

/** 400: the value makes no sense where it is. */
export function invalidArgument(message: string): DataverseFault {
  return new DataverseFault(400, '0x80040203', message);
}

/** 404: no such set, function, action or property. */
export function resourceNotFound(segment: string): DataverseFault {
  return new DataverseFault(404, '0x8006088a', `Resource not found for the segment '${segment}'.`);
}

/** 405: the address is there, the method is not. */
export function methodNotAllowed(method: string, what: string): DataverseFault {
  return new DataverseFault(405, '0x80060888', `The method ${method} is not allowed on ${what}.`);
}

/** 501: Dataverse can do this, the sandbox cannot. It says so rather than answer something else. */
export function notSupportedHere(what: string): DataverseFault {
  return new DataverseFault(501, '0x80060888', `The sandbox organisation does not support ${what}.`);
}
