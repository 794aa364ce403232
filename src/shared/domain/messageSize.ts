/** How a message reaches its consumer: queues, topics, relays and event hubs share one limit. */
export type MessageTransport = 'serviceBus' | 'webhook';

const kilobyte = 1024;

/** Bytes of body above which Dataverse leaves members out. */
export const messageSizeLimits: Readonly<Record<MessageTransport, number>> = {
  serviceBus: 192 * kilobyte,
  webhook: 256 * kilobyte,
};

/** From this share of the limit on, a warning is due. */
const nearShare = 0.8;

export interface SizeAgainstLimit {
  readonly bytes: number;
  /** In bytes. */
  readonly limit: number;
  /** 0.5 is half of the limit; over 1 is beyond it. */
  readonly share: number;
  readonly state: 'fits' | 'near' | 'over';
  /** "18 KB of 192 KB", and what to mind when it is near or over. */
  readonly sentence: string;
}

/** Compares the size of a message's body with what its transport carries whole. */
export const sizeAgainstLimit = (bytes: number, transport: MessageTransport): SizeAgainstLimit => {
  const limit = messageSizeLimits[transport];
  const share = bytes / limit;
  const state = share > 1 ? 'over' : share >= nearShare ? 'near' : 'fits';
  const figures = `${formatSize(bytes)} of ${formatSize(limit)}`;
  const consequence = 'Dataverse leaves out the parent, the input parameters and the images';
  const sentence = {
    fits: figures,
    near: `${figures}: over the limit, ${consequence}. Choose JSON, or fewer columns in the step’s images.`,
    over: `${figures}: at this size ${consequence}. Choose JSON, or fewer columns in the step’s images.`,
  }[state];
  return { bytes, limit, share, state, sentence };
};

/** `512 B`, `18 KB`, `1.5 MB`. */
export const formatSize = (bytes: number): string => {
  if (bytes < kilobyte) return `${bytes} B`;
  const kilobytes = bytes / kilobyte;
  if (kilobytes < 10) return `${trimmed(kilobytes)} KB`;
  if (kilobytes < kilobyte) return `${Math.round(kilobytes)} KB`;
  return `${trimmed(kilobytes / kilobyte)} MB`;
};

const trimmed = (amount: number): string => amount.toFixed(1).replace(/\.0$/, '');

const truncationMarks = ['messagemaxsizeexceeded', 'x-ms-dynamics-msg-size-exceeded'];

/**
 * Whether Dataverse says that it left members out of a message for its size.
 *
 * @param names keys of the broker's application properties, or names of a webhook's HTTP headers. The property's
 *   namespace is not documented and has differed, so the mark is looked for anywhere in the key.
 */
export const isTruncated = (names: Iterable<string>): boolean => {
  for (const name of names) {
    const lowerCase = name.toLowerCase();
    if (truncationMarks.some((mark) => lowerCase.includes(mark))) return true;
  }
  return false;
};

/** What a truncated message lacks and what to do, in sentences. */
export const truncationSentence = (transport: MessageTransport): string =>
  `The message was over ${formatSize(messageSizeLimits[transport])}, so Dataverse left out its parent, its input ` +
  'parameters and its images. Read the row from Dataverse by its id, choose JSON as the format, or put fewer columns ' +
  'into the step’s images.';
