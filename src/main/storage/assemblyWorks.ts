import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AssemblyWork, WorkId } from '../../shared/domain/assemblyWork.ts';
import { createJsonFile } from './jsonFile.ts';
import { storageFailure, writeFileSafely } from './writeFileSafely.ts';

/** The content that is uploaded, and the one that was there before, in base64. */
type KeptContent = 'new' | 'old';

/** Work on assemblies that is under way or stopped half-way, each in a folder of its own. */
export interface AssemblyWorks {
  list(): Promise<AssemblyWork[]>;
  read(id: WorkId): Promise<AssemblyWork | null>;
  write(work: AssemblyWork): Promise<void>;
  writeContent(id: WorkId, which: KeptContent, base64: string): Promise<void>;
  readContent(id: WorkId, which: KeptContent): Promise<string | null>;
  remove(id: WorkId): Promise<void>;
}

export function createAssemblyWorks(folder: string, onBroken?: (path: string) => void): AssemblyWorks {
  const root = join(folder, 'assembly-work');
  const folderOf = (id: WorkId): string => join(root, id);
  const fileOf = (id: WorkId) =>
    createJsonFile({ path: join(folderOf(id), 'work.json'), version: 1, schema: AssemblyWork, onBroken });
  const contentPath = (id: WorkId, which: KeptContent): string => join(folderOf(id), `${which}.base64`);

  async function ids(): Promise<WorkId[]> {
    try {
      const names = await readdir(root);
      return names.flatMap((name) => {
        const id = WorkId.safeParse(name);
        return id.success ? [id.data] : [];
      });
    } catch (error) {
      if (isMissing(error)) return [];
      throw storageFailure(error, root);
    }
  }

  return {
    async list() {
      const works = await Promise.all((await ids()).map((id) => fileOf(id).read()));
      return works
        .filter((work) => work !== null)
        .sort((one, other) => one.startedAt.localeCompare(other.startedAt));
    },
    read: (id) => fileOf(id).read(),
    write: (work) => fileOf(work.id).write(work),
    writeContent: (id, which, base64) => writeFileSafely(contentPath(id, which), base64),
    async readContent(id, which) {
      try {
        return await readFile(contentPath(id, which), 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw storageFailure(error, contentPath(id, which));
      }
    },
    async remove(id) {
      try {
        await rm(folderOf(id), { recursive: true, force: true });
      } catch (error) {
        throw storageFailure(error, folderOf(id));
      }
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
