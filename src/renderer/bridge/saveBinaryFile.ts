import { saveBlob } from './saveBlob.ts';

/** Hands bytes, given in base64, to the user as a file. */
export function saveBinaryFile(name: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  saveBlob(name, new Blob([bytes], { type: 'application/octet-stream' }));
}
