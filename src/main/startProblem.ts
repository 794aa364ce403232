/** Why a program cannot start, in a sentence for the user; no stack is of use. */
export class StartProblem extends Error {}

const folderProblems: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'it lies on a disk that cannot be written to',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'there is a file of that name',
};

/** Says what went wrong at the start; for what nobody expected, with the stack. */
export function startProblem(error: unknown, dataFolder: string): string {
  if (error instanceof StartProblem) return error.message;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const path = 'path' in error && typeof error.path === 'string' ? error.path : '';
  const reason = Object.hasOwn(folderProblems, code) ? folderProblems[code] : undefined;
  if (reason !== undefined && (path.startsWith(dataFolder) || dataFolder.startsWith(path))) {
    return `The data folder ${dataFolder} cannot be used: ${reason}. Give another one with --data-dir.`;
  }
  return error.stack ?? error.message;
}
