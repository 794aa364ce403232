import type { NodeReference } from '../../shared/domain/registration.ts';

/** Where the rows of each kind of registration are. */
export const tablesOfNodes: Readonly<
  Record<NodeReference['kind'], { readonly set: string; readonly key: string }>
> = {
  package: { set: 'pluginpackages', key: 'pluginpackageid' },
  assembly: { set: 'pluginassemblies', key: 'pluginassemblyid' },
  pluginType: { set: 'plugintypes', key: 'plugintypeid' },
  serviceEndpoint: { set: 'serviceendpoints', key: 'serviceendpointid' },
  step: { set: 'sdkmessageprocessingsteps', key: 'sdkmessageprocessingstepid' },
  image: { set: 'sdkmessageprocessingstepimages', key: 'sdkmessageprocessingstepimageid' },
};
