import { useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { CertificateFile } from '../../../shared/domain/certificate.ts';
import { useCall } from '../../app/core/useCall.ts';
import { readFileContent } from '../signIn/readFileContent.ts';

/** Bytes: a long chain has a few dozen thousand, and what the core takes ends here. */
const largest = 1_000_000;

export interface CertificateFileState {
  readonly file: CertificateFile | null;
  /** Name of a file that waits for its password. */
  readonly locked: string | null;
  readonly failure: Failure | null;
  readonly reading: boolean;
  choose(file: File): Promise<void>;
  unlock(password: string): Promise<void>;
}

/** A file of certificates that the user chose, read by the core; its password is used and forgotten. */
export function useCertificateFile(): CertificateFileState {
  const [file, setFile] = useState<CertificateFile | null>(null);
  const [chosen, setChosen] = useState<{ fileName: string; content: string } | null>(null);
  const [locked, setLocked] = useState<string | null>(null);
  const [refused, setRefused] = useState<Failure | null>(null);
  const read = useCall('certificate.read');

  async function open(fileName: string, content: string, password: string): Promise<void> {
    const outcome = await read.run({ fileName, content, password });
    if (outcome.kind === 'done') {
      setFile(outcome.output);
      setLocked(null);
      setChosen(null);
      return;
    }
    // A password that is missing is no mistake yet: the field for it appears.
    const needsPassword = outcome.failure.fields?.password !== undefined;
    setLocked(needsPassword ? fileName : null);
    if (needsPassword && password === '') read.reset();
  }
  return {
    file,
    locked,
    failure: refused ?? read.failure,
    reading: read.running,
    async choose(next) {
      setFile(null);
      setLocked(null);
      setRefused(null);
      read.reset();
      if (next.size > largest) {
        setRefused({ code: 'invalid', sentence: `${next.name} is too large to hold certificates.` });
        return;
      }
      let content: string;
      try {
        content = await readFileContent(next);
      } catch {
        setRefused({
          code: 'invalid',
          sentence: `${next.name} cannot be read. Choose it again, or another one.`,
        });
        return;
      }
      setChosen({ fileName: next.name, content });
      await open(next.name, content, '');
    },
    async unlock(password) {
      if (chosen) await open(chosen.fileName, chosen.content, password);
    },
  };
}
