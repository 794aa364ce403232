import type { Deployment, ExecutionMode, Stage } from './registration.ts';

/** The platform's words for a step's choices. */
export const stageLabels: Readonly<Record<Stage, string>> = {
  preValidation: 'Pre-validation (10)',
  preOperation: 'Pre-operation (20)',
  mainOperation: 'Main operation (30)',
  postOperation: 'Post-operation (40)',
  postOperationDeprecated: 'Post-operation, deprecated (50)',
};

export const modeLabels: Readonly<Record<ExecutionMode, string>> = {
  synchronous: 'Synchronous',
  asynchronous: 'Asynchronous',
};

export const deploymentLabels: Readonly<Record<Deployment, string>> = {
  server: 'Server',
  offline: 'Offline clients',
  both: 'Server and offline clients',
};
