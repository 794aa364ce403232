import packageJson from '../../package.json' with { type: 'json' };

/** Name and version as the package says them; the build writes them into the bundle. */
export const productName: string = packageJson.productName;
export const version: string = packageJson.version;
