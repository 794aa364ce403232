import type { FailureCode } from '../../shared/contract/failure.ts';

/** What one of Dataverse's codes means to a user, in our own words. */
export interface ServerCode {
  readonly code: FailureCode;
  readonly sentence: string;
  readonly advice?: string;
}

const missingRight =
  'Ask an administrator of the organisation for a role that allows it; System Customizer and System Administrator do.';
const tryLater = 'Wait some minutes and try again. If it stays, give the request id to Microsoft’s support.';

/**
 * Dataverse's error codes, as the Web API writes them, in lower case. Those that are not here are told by
 * their HTTP status and the server's own text.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
 */
export const serverCodes: Readonly<Record<string, ServerCode>> = {
  '0x80040200': {
    code: 'invalid',
    sentence: 'A value that Dataverse requires is missing.',
    advice: 'Fill in what the server’s message names and try again.',
  },
  '0x80040203': {
    code: 'invalid',
    sentence: 'Dataverse does not accept one of the values.',
    advice: 'Correct what the server’s message names and try again.',
  },
  '0x80040216': {
    code: 'unavailable',
    sentence: 'Dataverse met an error of its own and did not carry out the request.',
    advice: tryLater,
  },
  '0x80040217': {
    code: 'notFound',
    sentence: 'The row does not exist any more; somebody may have deleted it.',
    advice: 'Refresh to see what is there now.',
  },
  '0x80040220': {
    code: 'forbidden',
    sentence: 'Your user in this organisation lacks a privilege for this.',
    advice: missingRight,
  },
  '0x80040224': {
    code: 'invalid',
    sentence: 'A plug-in of the organisation failed while it handled the request.',
    advice: 'The server’s message comes from that plug-in; whoever maintains it can help.',
  },
  '0x80040225': {
    code: 'signIn',
    sentence: 'Your user is disabled in this organisation, or belongs to no business unit.',
    advice: 'Ask an administrator of the organisation to enable it.',
  },
  '0x80040227': {
    code: 'inUse',
    sentence: 'It cannot be deleted, because other rows belong to it.',
    advice: 'Delete those first, then try again.',
  },
  '0x80040237': {
    code: 'duplicate',
    sentence: 'A row with the same key exists already.',
    advice: 'Refresh; what you want to add may be there.',
  },
  '0x80040265': {
    code: 'invalid',
    sentence: 'A plug-in of the organisation refused the request.',
    advice: 'The server’s message says why; it comes from that plug-in.',
  },
  '0x80040333': {
    code: 'duplicate',
    sentence: 'A duplicate detection rule of the organisation found a similar row.',
    advice: 'Change the values so that they differ from the existing row.',
  },
  '0x80041102': {
    code: 'notFound',
    sentence: 'The organisation has no table of this name.',
    advice: 'Refresh; the table may have been removed.',
  },
  '0x80041103': {
    code: 'invalid',
    sentence: 'The table has no column of this name.',
    advice: 'Refresh; the column may have been removed.',
  },
  '0x80042f09': {
    code: 'forbidden',
    sentence: 'Your user has no security role in this organisation.',
    advice: missingRight,
  },
  '0x80044331': {
    code: 'invalid',
    sentence: 'A text is longer than its column allows.',
    advice: 'Shorten the text that the server’s message names.',
  },
  '0x80044150': {
    code: 'unavailable',
    sentence: 'The organisation’s database refused the request.',
    advice: tryLater,
  },
  '0x80044151': {
    code: 'unavailable',
    sentence: 'The organisation’s database took too long.',
    advice: tryLater,
  },
  '0x80048408': {
    code: 'invalid',
    sentence: 'The row cannot go into this state from the one it is in.',
    advice: 'Refresh to see its state now.',
  },
  '0x80044170': {
    code: 'invalid',
    sentence: 'Dataverse does not allow this combination for a step.',
    advice: 'Compare stage, mode and message with what the server’s message says.',
  },
  '0x80044171': {
    code: 'unavailable',
    sentence: 'Code that runs in the organisation took longer than its two minutes.',
    advice: 'Look which plug-in runs on this message, then try again.',
  },
  '0x80081111': {
    code: 'unavailable',
    sentence: 'Code that runs in the organisation took longer than its two minutes.',
    advice: 'Look which plug-in runs on this message, then try again.',
  },
  '0x80044180': {
    code: 'invalid',
    sentence: 'This message cannot have a step on the server.',
    advice: 'Choose another message.',
  },
  '0x80044181': {
    code: 'invalid',
    sentence: 'This message cannot have a step on the client.',
    advice: 'Choose the server as the place where the step runs.',
  },
  '0x80044184': {
    code: 'invalid',
    sentence: 'Steps in this stage belong to the platform and cannot be changed.',
    advice: 'Only pre-validation, pre-operation and post-operation steps can.',
  },
  '0x80044185': {
    code: 'invalid',
    sentence: 'Only a step that runs on the server alone can have a secure configuration.',
    advice: 'Choose the server as deployment, or clear the secure configuration.',
  },
  '0x80044187': {
    code: 'invalid',
    sentence: 'Dataverse allows no steps of one’s own on this message and table together.',
    advice: 'Choose another table or another message.',
  },
  '0x80044189': {
    code: 'invalid',
    sentence: 'Steps on this message cannot have images.',
    advice: 'Leave the image out.',
  },
  '0x8004416b': {
    code: 'invalid',
    sentence: 'The image names a property that this message does not have.',
    advice: 'Choose the property again; it depends on the message.',
  },
  '0x8004416d': {
    code: 'invalid',
    sentence: 'This message does not allow an image of this type.',
    advice: 'Create has no image from before, Delete none from after.',
  },
  '0x8004416e': {
    code: 'invalid',
    sentence: 'A step that runs before the operation cannot have an image from after it.',
    advice: 'Choose a pre-image, or the post-operation stage.',
  },
  '0x8004418a': {
    code: 'tooLarge',
    sentence: 'The request is larger than the organisation accepts.',
    advice: 'Do it in smaller parts.',
  },
  '0x80048d19': {
    code: 'invalid',
    sentence: 'Dataverse did not understand a name in the request.',
    advice:
      'This points to a difference between your organisation’s version and this program; please report it.',
  },
  '0x8004f01f': {
    code: 'inUse',
    sentence: 'It cannot be deleted, because other components of the organisation depend on it.',
    advice: 'Remove those first; the server’s message says how many there are.',
  },
  '0x8004f036': {
    code: 'inUse',
    sentence: 'The organisation does not allow this dependency between components.',
    advice: 'The server’s message names the components.',
  },
  '0x80050201': {
    code: 'unavailable',
    sentence: 'The webhook did not answer with success.',
    advice: 'Look into the log of the receiving service.',
  },
  '0x80050202': {
    code: 'unavailable',
    sentence: 'The webhook did not answer within a minute.',
    advice: 'Look whether the receiving service runs.',
  },
  '0x80050203': {
    code: 'invalid',
    sentence: 'The headers of the webhook cannot be sent, so nothing was posted.',
    advice: 'Edit the webhook and type its headers again.',
  },
  '0x80050204': {
    code: 'invalid',
    sentence: 'The query parameters of the webhook cannot be sent, so nothing was posted.',
    advice: 'Edit the webhook and type its query parameters again.',
  },
  '0x80050205': {
    code: 'unavailable',
    sentence: 'The webhook could not be reached.',
    advice: 'Look whether the receiving service runs, and whether Azure can reach its address.',
  },
  '0x80050207': {
    code: 'tooLarge',
    sentence: 'The message is larger than a webhook gets, even without its images.',
    advice: 'Send fewer columns.',
  },
  '0x80050208': {
    code: 'tooLarge',
    sentence: 'The message is larger than Service Bus takes, even without its images.',
    advice: 'Send fewer columns.',
  },
  '0x80050209': {
    code: 'unsupported',
    sentence: 'The endpoint uses Azure’s retired access control service.',
    advice: 'Edit the endpoint and give it a SAS key or a SAS token.',
  },
  '0x80060882': {
    code: 'conflict',
    sentence: 'Somebody else changed the row since it was read. Nothing was written.',
    advice: 'Look at what is different, then decide whether yours shall replace it.',
  },
  '0x80060883': {
    code: 'conflict',
    sentence: 'Dataverse could not tell which version of the row was meant. Nothing was written.',
    advice: 'Refresh and try again.',
  },
  '0x80060888': {
    code: 'invalid',
    sentence: 'Dataverse did not understand the request.',
    advice: 'A column may be missing in this version of the organisation; the server’s message names it.',
  },
  '0x8006088a': {
    code: 'notFound',
    sentence: 'The organisation does not know the address that was asked for.',
    advice: 'It may be an older version that lacks this table or function.',
  },
  '0x80060891': {
    code: 'notFound',
    sentence: 'No row has this key.',
    advice: 'Refresh to see what is there now.',
  },
  '0x80060892': {
    code: 'duplicate',
    sentence: 'Another row has the same key already.',
    advice: 'Choose another value.',
  },
  '0x80081112': {
    code: 'invalid',
    sentence: 'The step’s service endpoint is not completely set up.',
    advice: 'Open the endpoint, check address, path and key, and save it.',
  },
  '0x80072321': {
    code: 'throttled',
    sentence: 'The organisation has worked for your user as long as it allows within five minutes.',
    advice: 'Wait some minutes and try again.',
  },
  '0x80072322': {
    code: 'throttled',
    sentence: 'Your user has sent as many requests as the organisation allows within five minutes.',
    advice: 'Wait some minutes and try again.',
  },
  '0x80072326': {
    code: 'throttled',
    sentence: 'Too many requests of your user run at the same time.',
    advice: 'Wait a moment and try again; another program may be busy with the same user.',
  },
};

/** What a status says by itself, for answers without a known code. */
export function statusMeaning(status: number): ServerCode {
  if (status === 401) {
    return {
      code: 'signIn',
      sentence:
        'The organisation does not accept the access token: it has expired, or it is for another place.',
      advice: 'Give the connection a fresh token and try again. What you typed is kept.',
    };
  }
  if (status === 403) {
    return {
      code: 'forbidden',
      sentence: 'Your user may not do this in the organisation.',
      advice: missingRight,
    };
  }
  if (status === 404) {
    return {
      code: 'notFound',
      sentence: 'The organisation has nothing at the address that was asked for.',
      advice: 'Refresh to see what is there now.',
    };
  }
  if (status === 405) {
    return {
      code: 'inUse',
      sentence: 'The organisation does not allow this on the row as it is now.',
      advice: 'The server’s message says what stands against it.',
    };
  }
  if (status === 412) {
    return {
      code: 'conflict',
      sentence: 'The row is not as it was when it was read. Nothing was written.',
      advice: 'Look at what is different, then decide whether yours shall replace it.',
    };
  }
  if (status === 413) {
    return {
      code: 'tooLarge',
      sentence: 'The request is larger than the organisation accepts.',
      advice: 'Do it in smaller parts.',
    };
  }
  if (status === 429) {
    return {
      code: 'throttled',
      sentence: 'The organisation is asked more than it allows and wants us to wait.',
      advice: 'Wait some minutes and try again.',
    };
  }
  if (status === 501) {
    return {
      code: 'unsupported',
      sentence: 'The organisation does not offer what was asked for.',
      advice: 'The server’s message names it.',
    };
  }
  if (status === 502 || status === 503 || status === 504) {
    return {
      code: 'unavailable',
      sentence: 'The organisation cannot be reached at the moment, although its address answers.',
      advice: 'It may be starting or under maintenance. Wait some minutes and try again.',
    };
  }
  if (status >= 300 && status < 400) {
    return {
      code: 'unsupported',
      sentence:
        'The address sends us to another place, which a Web API never does. The token was not sent there.',
      advice: 'Check the connection’s address; it should be that of the organisation itself.',
    };
  }
  if (status >= 500) {
    return {
      code: 'unavailable',
      sentence: 'The organisation met an error of its own.',
      advice: tryLater,
    };
  }
  return {
    code: 'invalid',
    sentence: 'Dataverse refused the request.',
    advice: 'The server’s message says why.',
  };
}
