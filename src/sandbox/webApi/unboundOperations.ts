import { badRequest, methodNotAllowed, notSupportedHere } from '../dataverseFault.ts';
import { parseQueryOptions } from '../odata/queryOptions.ts';
import { dependenciesForDelete, dependentsOf } from '../rules/dependencies.ts';
import type { Address } from './address.ts';
import { type ApiContext, type ApiRequest, type ApiResponse, jsonResponse } from './apiMessage.ts';
import { parseParameters } from './functionParameters.ts';
import { parseJsonObject } from './rowBody.ts';
import { addSolutionComponent, removeSolutionComponent, retrieveDependencies } from './solutionOperations.ts';

/** Functions and actions of Dataverse that a registration tool may ask for and this organisation does not have. */
const knownOperations = new Set(
  (
    'ExportSolution ExportSolutionAsync ImportSolution ' +
    'ImportSolutionAsync PublishXml PublishAllXml PublishAllXmlAsync RetrieveDependenciesForUninstall ' +
    'RetrieveRequiredComponents RetrieveMetadataChanges ' +
    'RetrieveAllEntities RetrieveTotalRecordCount RetrieveProvisionedLanguages RetrieveAvailableLanguages ' +
    'RetrieveUserPrivilegeByPrivilegeName RetrieveUserPrivilegeByPrivilegeId ' +
    'RetrievePrincipalAccess RetrieveTimestamp RetrieveOrganizationInfo RetrieveDeploymentLicenseType ' +
    'RetrieveLicenseInfo GetAllTimeZonesWithDisplayName CreateMultiple UpdateMultiple UpsertMultiple ' +
    'DeleteMultiple Associate Disassociate Merge Assign CloneAsSolution CloneAsPatch DeleteAndPromote ' +
    'StageSolution UpdateSolutionComponent BulkDelete SendEmail WinOpportunity LoseOpportunity ' +
    'QualifyLead CloseIncident InitializeFrom InitializeFileBlocksUpload UploadBlock CommitFileBlocksUpload ' +
    'InitializeFileBlocksDownload DownloadBlock IsValidStateTransition FormatAddress ExecuteWorkflow ' +
    'CreateCustomerRelationships CreateOneToMany CreateManyToMany InsertOptionValue InsertStatusValue ' +
    'GlobalOptionSetDefinitions RelationshipDefinitions ManagedPropertyDefinitions EntityKeyDefinitions'
  ).split(' '),
);

/** Runs a function or action that is bound to nothing; undefined when Dataverse itself has none of that name. */
export async function runUnboundOperation(
  context: ApiContext,
  { segments, query }: Address,
  request: ApiRequest,
): Promise<ApiResponse | undefined> {
  const [first, ...rest] = segments;
  if (first === undefined) return undefined;
  const name = first.name.replace(/^Microsoft\.Dynamics\.CRM\./, '');
  // Names come from the address: `constructor` must not find what every object has.
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  const answer = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (action === undefined && answer === undefined) {
    if (knownOperations.has(name)) throw notSupportedHere(`'${name}'`);
    return undefined;
  }
  if (rest.length > 0) throw badRequest(`Nothing can follow '${name}' in an address.`);
  const type = `#Microsoft.Dynamics.CRM.${name}Response`;
  if (action !== undefined) {
    if (request.method !== 'POST') throw methodNotAllowed(request.method, `the action '${name}'`);
    parseQueryOptions(query, []);
    const result = await action(context, parseJsonObject(request.body.trim() === '' ? '{}' : request.body));
    return jsonResponse(200, { '@odata.context': `${context.root}$metadata${type}`, ...result });
  }
  if (request.method !== 'GET') throw methodNotAllowed(request.method, `the function '${name}'`);
  const { aliases } = parseQueryOptions(query, []);
  const result = answer?.(context, parseParameters(first.argument ?? '', aliases));
  return jsonResponse(200, { '@odata.context': `${context.root}$metadata${type}`, ...result });
}

type Answer = (
  context: ApiContext,
  parameters: ReadonlyMap<string, string>,
) => { readonly [name: string]: unknown };

type Action = (
  context: ApiContext,
  body: { readonly [name: string]: unknown },
) => Promise<{ readonly [name: string]: unknown }>;

const actions: { readonly [name: string]: Action | undefined } = {
  AddSolutionComponent: addSolutionComponent,
  RemoveSolutionComponent: removeSolutionComponent,
};

const functions: { readonly [name: string]: Answer | undefined } = {
  WhoAmI: ({ organisation, call }, parameters) => {
    refuseParameters(parameters, []);
    return {
      BusinessUnitId: organisation.details.businessUnitId,
      UserId: call.userId,
      OrganizationId: organisation.details.organizationId,
    };
  },
  RetrieveVersion: ({ organisation }, parameters) => {
    refuseParameters(parameters, []);
    return { Version: organisation.details.version };
  },
  RetrieveCurrentOrganization: (context, parameters) => {
    refuseParameters(parameters, ['AccessType']);
    const accessType = parameters.get('AccessType');
    if (accessType === undefined) throw badRequest("The function needs the parameter 'AccessType'.");
    if (
      !/^(?:Microsoft\.Dynamics\.CRM\.EndpointAccessType)?'(?:Default|Internet|Intranet)'$/.test(accessType)
    )
      throw badRequest(`'${accessType.slice(0, 60)}' is not an EndpointAccessType.`);
    return { Detail: organisationDetail(context) };
  },
  RetrieveDependenciesForDelete: (context, parameters) => {
    refuseParameters(parameters, ['ObjectId', 'ComponentType']);
    return retrieveDependencies(context, parameters, dependenciesForDelete);
  },
  RetrieveDependentComponents: (context, parameters) => {
    refuseParameters(parameters, ['ObjectId', 'ComponentType']);
    return retrieveDependencies(context, parameters, dependentsOf);
  },
};

function refuseParameters(parameters: ReadonlyMap<string, string>, known: readonly string[]): void {
  for (const name of parameters.keys())
    if (!known.includes(name)) throw badRequest(`The function has no parameter '${name}'.`);
}

function organisationDetail({ organisation: { details }, root }: ApiContext): {
  readonly [name: string]: unknown;
} {
  const [origin = root] = root.split('/api/data/', 1);
  return {
    OrganizationId: details.organizationId,
    FriendlyName: details.friendlyName,
    OrganizationVersion: details.version,
    EnvironmentId: details.environmentId,
    DatacenterId: details.datacenterId,
    Geo: details.geo,
    TenantId: details.tenantId,
    UrlName: details.urlName,
    UniqueName: details.uniqueName,
    State: 'Enabled',
    OrganizationType: 'Developer',
    SchemaType: 'Full',
    Endpoints: {
      Count: 3,
      IsReadOnly: false,
      Keys: ['WebApplication', 'OrganizationService', 'OrganizationDataService'],
      Values: [
        `${origin}/`,
        `${origin}/XRMServices/2011/Organization.svc`,
        `${origin}/XRMServices/2011/OrganizationData.svc`,
      ],
    },
  };
}
