/** Connection strings as a user may have them, made of the sandbox's. */

export function withEntity(connectionString: string, entityPath: string): string {
  return `${connectionString.replace(/;?(EntityPath=[^;]*)?;?$/i, '')};EntityPath=${entityPath}`;
}

/** Well formed, and of no policy. */
export const strangeKey = Buffer.from('This key opens no door at all..!').toString('base64');

export function withKey(connectionString: string, key: string): string {
  return connectionString.replace(/SharedAccessKey=[^;]*/i, `SharedAccessKey=${key}`);
}

export function keyOf(connectionString: string): string {
  const key = /SharedAccessKey=([^;]+)/i.exec(connectionString)?.[1];
  if (key === undefined) throw new Error('This connection string has no key.');
  return key;
}
