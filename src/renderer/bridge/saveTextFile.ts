import { saveBlob } from './saveBlob.ts';

/** Hands a text to the user as a file. */
export function saveTextFile(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: name.endsWith('.json') ? 'application/json' : 'text/plain' }));
}
