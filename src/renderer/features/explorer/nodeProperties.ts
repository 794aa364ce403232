import { designationTypes } from '../../../shared/domain/designationType.ts';
import type { EditableProperty } from '../../../shared/domain/editableProperty.ts';
import type {
  PluginAssembly,
  PluginPackage,
  PluginType,
  RegistrationNode,
  ServiceEndpoint,
  Step,
  StepImage,
} from '../../../shared/domain/registration.ts';
import { messageFormatLabels, userInformationLabels } from '../../../shared/domain/serviceEndpoint.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import type { Property } from '../../kit/kit.ts';
import { formatDate } from './formatDate.ts';
import { labelOf } from './nodeLabel.ts';
import {
  authorizationLabels,
  deploymentLabels,
  imageTypeLabels,
  isolationLabels,
  modeLabels,
  sourceLabels,
  stageLabels,
} from './words.ts';

/** `editable` says which property of the node it shows, where that may be changed on the spot. */
export type NodeProperty = Property & { readonly editable?: EditableProperty };

const none = '—';

function changed(node: { modifiedOn: string | null; modifiedBy: string | null }): string {
  const date = formatDate(node.modifiedOn);
  return node.modifiedBy ? `${date} by ${node.modifiedBy}` : date;
}

function idProperty(name: string, id: string): Property {
  // Nobody reads a GUID: its ends tell it apart, the button copies the whole.
  return { name, value: `${id.slice(0, 8)}…${id.slice(-4)}`, mono: true, copy: id, title: id };
}

function columnList(columns: readonly string[] | null): Property['value'] {
  return columns === null ? 'All columns' : columns.join(', ');
}

function ofPackage(node: PluginPackage): readonly NodeProperty[] {
  return [
    { name: 'Unique name', value: node.uniqueName, mono: true, copy: node.uniqueName },
    { name: 'Version', value: node.version },
    { name: 'Modified', value: changed(node) },
    { name: 'Created', value: formatDate(node.createdOn) },
    idProperty('Package id', node.id),
  ];
}

function ofAssembly(node: PluginAssembly): readonly NodeProperty[] {
  const fullName = `${node.name}, Version=${node.version}, Culture=${node.culture}, PublicKeyToken=${node.publicKeyToken ?? 'null'}`;
  return [
    { name: 'Version', value: node.version },
    { name: 'Isolation mode', value: isolationLabels[node.isolationMode] },
    { name: 'Stored in', value: sourceLabels[node.source] },
    { name: 'Culture', value: node.culture },
    {
      name: 'Public key token',
      value: node.publicKeyToken ?? 'Not signed',
      mono: node.publicKeyToken !== null,
      copy: node.publicKeyToken ?? undefined,
    },
    { name: 'Description', value: node.description ?? none, editable: 'description' },
    { name: 'Modified', value: changed(node) },
    { name: 'Full name', value: fullName, mono: true, copy: fullName },
    idProperty('Assembly id', node.id),
  ];
}

function ofType(node: PluginType, index: RegistrationIndex): readonly NodeProperty[] {
  const parent = index.parentOf(node);
  const properties: NodeProperty[] = [
    { name: 'Type name', value: node.typeName, mono: true, copy: node.typeName },
    { name: 'Assembly', value: parent ? labelOf(parent) : none },
    { name: 'Name', value: node.name, editable: 'name' },
    { name: 'Friendly name', value: node.friendlyName || none, editable: 'friendlyName' },
    { name: 'Description', value: node.description ?? none, editable: 'description' },
  ];
  if (node.workflowActivity) {
    properties.push({
      name: 'Activity group',
      value: node.workflowActivityGroup ?? none,
      editable: 'workflowActivityGroup',
    });
  }
  properties.push({ name: 'Modified', value: changed(node) }, idProperty('Type id', node.id));
  return properties;
}

function authorization(node: ServiceEndpoint): string {
  const label = authorizationLabels[node.authorizationType];
  return node.sasKeyName && node.authorizationType === 'sasKey'
    ? `${label} · policy ${node.sasKeyName}`
    : label;
}

function ofEndpoint(node: ServiceEndpoint): readonly NodeProperty[] {
  const type = designationTypes[node.designationType];
  const properties: NodeProperty[] = [];
  if (node.url !== null) properties.push({ name: 'Address', value: node.url, mono: true, copy: node.url });
  if (node.namespaceAddress !== null) {
    const address = node.namespaceAddress;
    properties.push({ name: 'Namespace address', value: address, mono: true, copy: address });
  } else if (node.solutionNamespace !== null) {
    const name = node.solutionNamespace;
    properties.push({ name: 'Namespace', value: name, mono: true, copy: name });
  }
  if (node.path !== null) {
    properties.push({
      name: type.pathLabel.replace(/ name$/, ''),
      value: node.path,
      mono: true,
      copy: node.path,
    });
  }
  properties.push(
    { name: 'Authorization', value: authorization(node) },
    ...(node.connectionMode === 'federated' ? [{ name: 'Connection mode', value: 'Federated' }] : []),
    { name: 'Designation type', value: type.label },
    { name: 'Message format', value: messageFormatLabels[node.messageFormat] },
    { name: 'User information sent', value: userInformationLabels[node.userInformation] },
    { name: 'Description', value: node.description ?? none, editable: 'description' },
    { name: 'Modified', value: changed(node) },
    idProperty('Endpoint id', node.id),
  );
  return properties;
}

function ofStep(node: Step, index: RegistrationIndex): readonly NodeProperty[] {
  const handler = index.get(node.handler);
  const properties: NodeProperty[] = [
    { name: 'Message', value: node.message },
    {
      name: 'Table',
      value: node.table ?? 'Any table',
      mono: node.table !== null,
      copy: node.table ?? undefined,
    },
    { name: 'Stage', value: stageLabels[node.stage] },
    { name: 'Mode', value: modeLabels[node.mode] },
    { name: 'Rank', value: String(node.rank), editable: 'rank' },
    {
      name: 'Filtering attributes',
      value: columnList(node.filteringAttributes),
      mono: node.filteringAttributes !== null,
    },
    {
      name: node.handler.kind === 'serviceEndpoint' ? 'Posts to' : 'Runs',
      value: handler ? labelOf(handler) : none,
    },
    {
      name: 'Runs as',
      value: node.runAsUserId === null ? 'Calling user' : (node.runAsUserName ?? node.runAsUserId),
    },
    { name: 'Deployment', value: deploymentLabels[node.deployment] },
  ];
  if (node.secondaryTable)
    properties.push({ name: 'Secondary table', value: node.secondaryTable, mono: true });
  if (node.mode === 'asynchronous') {
    properties.push({ name: 'Successful jobs', value: node.deleteJobWhenSuccessful ? 'Deleted' : 'Kept' });
  }
  if (node.handler.kind === 'pluginType') {
    properties.push(
      { name: 'Configuration', value: node.configuration ?? none, mono: node.configuration !== null },
      { name: 'Secure configuration', value: node.hasSecureConfiguration ? 'Set' : 'Not set' },
    );
  }
  properties.push(
    { name: 'Description', value: node.description ?? none, editable: 'description' },
    { name: 'Modified', value: changed(node) },
    idProperty('Step id', node.id),
  );
  return properties;
}

function ofImage(node: StepImage, index: RegistrationIndex): readonly NodeProperty[] {
  const step = index.parentOf(node);
  return [
    { name: 'Name', value: node.name, editable: 'name' },
    { name: 'Entity alias', value: node.entityAlias, mono: true, copy: node.entityAlias },
    { name: 'Image type', value: imageTypeLabels[node.imageType] },
    { name: 'Columns', value: columnList(node.attributes), mono: node.attributes !== null },
    {
      name: 'Message property',
      value: node.messagePropertyName ?? none,
      mono: node.messagePropertyName !== null,
    },
    { name: 'Step', value: step ? labelOf(step) : none },
    { name: 'Description', value: node.description ?? none, editable: 'description' },
    idProperty('Image id', node.id),
  ];
}

/** What is known of a node, by names in place of ids. */
export function nodeProperties(node: RegistrationNode, index: RegistrationIndex): readonly NodeProperty[] {
  switch (node.kind) {
    case 'package':
      return ofPackage(node);
    case 'assembly':
      return ofAssembly(node);
    case 'pluginType':
      return ofType(node, index);
    case 'serviceEndpoint':
      return ofEndpoint(node);
    case 'step':
      return ofStep(node, index);
    case 'image':
      return ofImage(node, index);
  }
}
