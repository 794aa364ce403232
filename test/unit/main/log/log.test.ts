import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConsoleLog, joinLogs } from '../../../../src/main/log/consoleLog.ts';
import { createFileLog } from '../../../../src/main/log/fileLog.ts';
import { FailureError } from '../../../../src/shared/contract/failure.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const clock = { now: () => Date.parse('2026-05-01T12:00:00Z') };

async function linesOf(name: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(folder, name), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the log file', () => {
  it('holds one line of JSON for each entry; an error can be found by its id', async () => {
    const log = createFileLog({ folder: join(folder, 'logs'), clock });
    log.info('Started.', { port: 1 });
    const id = log.error('It broke.', new TypeError('no', { cause: new Error('because') }));
    await log.flush();
    const [first, second] = await linesOf('logs/registrar.log');
    expect(first).toEqual({
      at: '2026-05-01T12:00:00.000Z',
      level: 'info',
      sentence: 'Started.',
      details: { port: 1 },
    });
    expect(second).toMatchObject({
      id,
      level: 'error',
      details: { name: 'TypeError', message: 'no', cause: { message: 'because' } },
    });
  });

  it('begins a new file when one is full, and keeps a few', async () => {
    const log = createFileLog({ folder, clock, rotateAt: 500, keep: 2 });
    for (let index = 0; index < 40; index += 1) {
      log.info(`Line ${index} ${'x'.repeat(80)}`);
      await log.flush();
    }
    expect((await readdir(folder)).sort()).toEqual(['registrar.1.log', 'registrar.2.log', 'registrar.log']);
    const newest = await linesOf('registrar.log');
    expect(newest.at(-1)?.sentence).toContain('Line 39');
    const all = [...(await linesOf('registrar.2.log')), ...(await linesOf('registrar.1.log')), ...newest];
    const numbers = all.map(({ sentence }) => Number(/Line (\d+)/.exec(String(sentence))?.[1]));
    expect(numbers).toEqual(numbers.map((_, index) => 40 - numbers.length + index));
  });

  it('disturbs nobody when the disk refuses', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    const log = createFileLog({ folder: join(path, 'below'), clock });
    log.info('Lost.');
    await log.flush();
  });

  it('holds no secret, however it came in', async () => {
    const log = createFileLog({ folder, clock });
    const key = 'pF3+secret/Key0123456789abcdefghijABCDEFGHI=';
    const connectionString = `Endpoint=sb://a/;SharedAccessKeyName=send;SharedAccessKey=${key};EntityPath=q`;
    log.info(`Tried ${connectionString}`, {
      connectionString,
      nested: [{ sasKey: 'short1', 'access-token': 'short2' }],
    });
    log.error(
      'Failed.',
      new FailureError(
        { code: 'invalid', sentence: 'x', serverMessage: `Authorization: Bearer abc.def-short3` },
        { cause: new Error(`sig=short4%3d&se=1 ${connectionString}`) },
      ),
    );
    log.info('JSON inside text: {"saskey": "short5\\"still", "name": "kept"}');
    log.info('Cut off: {"authvalue": "short6');
    log.error('A value that is no error.', { password: 'short7', ok: 'kept too' });
    log.info('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2hvcnQ4');
    await log.flush();
    const text = await readFile(join(folder, 'registrar.log'), 'utf8');
    for (const secret of [
      key,
      'short1',
      'short2',
      'short3',
      'short4',
      'short5',
      'still',
      'short6',
      'short7',
      'c2hvcnQ4',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('SharedAccessKeyName=send');
    expect(text).toContain('EntityPath=q');
    expect(text).toContain('kept too');
  });
});

describe('the console’s log', () => {
  it('writes the same lines, and shares the id with the others', () => {
    const lines: string[] = [];
    const other: string[] = [];
    const log = joinLogs(
      createConsoleLog((line) => lines.push(line), clock),
      createConsoleLog((line) => other.push(line), clock),
    );
    const id = log.error('It broke.', new Error('SharedAccessKey=abc'));
    log.info('Fine.');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id, sentence: 'It broke.' });
    expect(JSON.parse(other[0] ?? '').sentence).toBe(`It broke. (${id})`);
    expect(lines.join()).not.toContain('abc');
    expect(lines).toHaveLength(2);
  });
});
