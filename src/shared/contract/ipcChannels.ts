/** Electron's two channels, one each way; what travels on them is the envelope of wire.ts. */
export const ipcChannels = { fromPage: 'registrar.fromPage', fromCore: 'registrar.fromCore' } as const;
