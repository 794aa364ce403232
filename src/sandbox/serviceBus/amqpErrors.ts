import { randomUUID } from 'node:crypto';
import type { AmqpErrorFields } from './amqpLibrary.ts';
import type { PolicyRight } from './namespaceDefinition.ts';

/*
 * Errors as the real service words them. Conditions are from its AMQP documentation and from what clients map;
 * sentences are from public reports unless marked as a guess. The tail (TrackingId, SystemTracker, Timestamp) is there
 * because clients' users see it and tools cut it off.
 */

function traced(sentence: string): string {
  return `${sentence} TrackingId:${randomUUID()}_B1, SystemTracker:sandbox, Timestamp:${new Date().toISOString()}`;
}

export function missingRight(right: PolicyRight | undefined, resource: string): AmqpErrorFields {
  const claims = right ?? 'Send,Listen';
  return {
    condition: 'amqp:unauthorized-access',
    description: traced(
      `Unauthorized access. '${claims}' claim(s) are required to perform this operation. Resource: '${resource}'.`,
    ),
  };
}

/** The wording is a guess. */
export function tokenExpired(resource: string): AmqpErrorFields {
  return {
    condition: 'amqp:unauthorized-access',
    description: traced(`ExpiredToken: The token is expired. Resource: '${resource}'.`),
  };
}

export function entityNotFound(resource: string): AmqpErrorFields {
  return {
    condition: 'amqp:not-found',
    description: traced(
      `The messaging entity '${resource}' could not be found. ` +
        'To know more visit https://aka.ms/sbResourceMgrExceptions.',
    ),
  };
}

/** The wording is a guess. */
export function notAllowed(sentence: string): AmqpErrorFields {
  return { condition: 'amqp:not-allowed', description: traced(sentence) };
}

/** For what this broker doesn't do: never ignored silently. */
export function notImplemented(sentence: string): AmqpErrorFields {
  return { condition: 'amqp:not-implemented', description: traced(sentence) };
}

export function lockLost(): AmqpErrorFields {
  return {
    condition: 'com.microsoft:message-lock-lost',
    description: traced(
      'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
    ),
  };
}

export function messageTooLarge(deliveryId: number, size: number, limit: number): AmqpErrorFields {
  return {
    condition: 'amqp:link:message-size-exceeded',
    description:
      `The received message (delivery-id:${deliveryId}, size:${size} bytes) exceeds the limit (${limit} bytes) ` +
      'currently allowed on the link.',
  };
}

export function entityFull(path: string): AmqpErrorFields {
  return {
    condition: 'amqp:resource-limit-exceeded',
    description: traced(`The maximum entity size has been reached or exceeded for entity: '${path}'.`),
  };
}

/** The wording is a guess. */
export function undecodable(reason: string): AmqpErrorFields {
  return {
    condition: 'amqp:decode-error',
    description: traced(`The message could not be decoded. ${reason}`),
  };
}

export function serverBusy(): AmqpErrorFields {
  return {
    condition: 'com.microsoft:server-busy',
    description: traced(
      'The request was terminated because the entity is being throttled. ' +
        'Please wait 10 seconds and try again. To know more visit https://aka.ms/sbResourceMgrExceptions.',
    ),
  };
}

/** The wording is a guess. */
export function resourceLimit(sentence: string): AmqpErrorFields {
  return { condition: 'amqp:resource-limit-exceeded', description: traced(sentence) };
}
