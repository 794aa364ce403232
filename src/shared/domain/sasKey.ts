import { looksLikeSasToken } from './sasToken.ts';

/** Characters of a key that Azure's portal makes: base64 of 32 bytes. */
export const portalKeyLength = 44;

export const sasKeyProblemKinds = [
  'keyIsConnectionString',
  'keyIsToken',
  'keyPlaceholder',
  'keyWhitespace',
  'keyUrlEncoded',
  'keyPaddingLost',
  'keyNotBase64',
  'keyLength',
] as const;
export type SasKeyProblemKind = (typeof sasKeyProblemKinds)[number];

export type SasKeyProblem = {
  kind: SasKeyProblemKind;
  /** A warning means that Azure would take such a key, only the portal does not make it. */
  severity: 'error' | 'warning';
  /** Holds no part of the key. */
  sentence: string;
  /** The key put right, where that can be guessed. */
  corrected?: string;
};

/** Whether a text is what the portal makes as a key: 44 characters of base64 with `=` at the end. */
export function looksLikePortalKey(text: string): boolean {
  return text.length === portalKeyLength && /^[A-Za-z0-9+/]{43}=$/.test(text);
}

/** Whether a text can hardly be anything but a key: base64 with its `=` at the end. */
export function looksLikeKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{20,}={1,2}$/.test(text);
}

/** Whether a text may be a secret, so that it had better not be shown: wider than `looksLikeKey`. */
export function looksLikeSecret(text: string): boolean {
  if (looksLikeKey(text)) return true;
  return /^[A-Za-z0-9+/]{40,}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

/** Whether a value is a sample's stand-in: `<your key>`, `{key}`, `****`, `…`. */
export function looksLikePlaceholder(text: string): boolean {
  const value = text.trim();
  if (/^[<{[(][^<>{}]{0,80}[>}\])]$/.test(value)) return true;
  return /^([*•.xX…_-])\1{2,}$/.test(value) || value === '…';
}

/** What is odd about a key that is not empty: the most telling finding, or nothing. */
export function examineSasKey(key: string): SasKeyProblem | undefined {
  const trimmed = key.trim();
  if (/(?:endpoint|sharedaccesskeyname)\s{0,9}=/i.test(trimmed)) {
    return {
      kind: 'keyIsConnectionString',
      severity: 'error',
      sentence:
        'This is a whole connection string, not a key. Only the part after SharedAccessKey= belongs here.',
    };
  }
  const named = /^sharedaccesskey\s{0,9}=/i.exec(trimmed);
  if (named) {
    return {
      kind: 'keyIsConnectionString',
      severity: 'error',
      sentence: 'The key begins with SharedAccessKey=. Only what comes after it belongs here.',
      corrected: trimmed.slice(named[0].length).split(';', 1)[0]?.trim() ?? '',
    };
  }
  if (looksLikeSasToken(trimmed)) {
    return {
      kind: 'keyIsToken',
      severity: 'error',
      sentence: 'This is a SAS token, not a key. Use it as a token, or copy the primary key of the policy.',
    };
  }
  if (looksLikePlaceholder(trimmed)) {
    return {
      kind: 'keyPlaceholder',
      severity: 'error',
      sentence:
        'This only stands in for a key. In the Azure portal open the policy under Shared access policies and copy its primary key.',
    };
  }
  if (/\s/.test(trimmed)) return whitespaceProblem(trimmed);
  if (trimmed !== key) {
    return {
      kind: 'keyWhitespace',
      severity: 'error',
      sentence:
        'The key has a space or a line break before or after it, and Azure would refuse it so. Remove it.',
      corrected: trimmed,
    };
  }
  const decoded = percentDecoded(trimmed);
  if (decoded !== undefined && looksLikePortalKey(decoded)) {
    return {
      kind: 'keyUrlEncoded',
      severity: 'error',
      sentence: 'The key was encoded for a web address: some characters are written as %2B, %2F or %3D.',
      corrected: decoded,
    };
  }
  if (looksLikePortalKey(`${trimmed}=`)) {
    return {
      kind: 'keyPaddingLost',
      severity: 'warning',
      sentence:
        'The key lacks the = that keys from the Azure portal end with. It may have been lost in copying.',
      corrected: `${trimmed}=`,
    };
  }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(trimmed)) {
    return {
      kind: 'keyNotBase64',
      severity: 'warning',
      sentence:
        'Keys from the Azure portal hold only letters, digits, + and /, with = at the end; this one holds something else. Check that it was copied whole, unless you chose the key yourself.',
    };
  }
  if (!looksLikePortalKey(trimmed)) return lengthProblem(trimmed);
  return undefined;
}

function whitespaceProblem(key: string): SasKeyProblem {
  const joined = key.replace(/\s/g, '');
  // A plus sign becomes a space where a program took the key for part of a web address.
  const plus = key.replaceAll(' ', '+');
  if (!looksLikePortalKey(joined) && looksLikePortalKey(plus)) {
    return {
      kind: 'keyWhitespace',
      severity: 'error',
      sentence: 'The key has a space where there was most likely a plus sign. Azure would refuse it so.',
      corrected: plus,
    };
  }
  return {
    kind: 'keyWhitespace',
    severity: 'error',
    sentence: 'The key has a space or a line break inside, and Azure would refuse it so. Keys hold none.',
    corrected: joined,
  };
}

function lengthProblem(key: string): SasKeyProblem {
  const kind = 'keyLength';
  if (key.length === 88) {
    return {
      kind,
      severity: 'warning',
      sentence: `The key has 88 characters, as keys of storage accounts have. Keys of Service Bus policies have ${portalKeyLength}: check that it was copied from the right place.`,
    };
  }
  const count = `${key.length} character${key.length === 1 ? '' : 's'}`;
  const fault = key.length === portalKeyLength ? 'does not end with one =' : `has ${count}`;
  return {
    kind,
    severity: 'warning',
    sentence: `The key ${fault}; keys from the Azure portal have ${portalKeyLength} and end with =. Check that it was copied whole, unless you chose the key yourself.`,
  };
}

function percentDecoded(text: string): string | undefined {
  if (!/%[0-9A-Fa-f]{2}/.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
