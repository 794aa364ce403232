import { seedId } from './seedId.ts';
import { messageId } from './seedMessages.ts';
import { daysAgo, type SeedPlace } from './seedPlace.ts';
import { typeId } from './seedPlugins.ts';

/** Parameter types. */
const decimalType = 2;
const referenceType = 5;
const integerType = 7;
const moneyType = 8;
const stringType = 10;
const booleanType = 0;

type Parameter = readonly [name: string, type: number, traits?: { optional?: boolean; table?: string }];

type CustomApiSeed = {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly boundTo?: string;
  readonly isFunction: boolean;
  /** 0 none, 1 async only, 2 sync and async. */
  readonly steps: 0 | 1 | 2;
  readonly parameters: readonly Parameter[];
  readonly properties: readonly Parameter[];
};

const apis: readonly CustomApiSeed[] = [
  {
    name: 'CalculateShippingCost',
    displayName: 'Calculate shipping cost',
    description: 'Shipping cost for a weight and a postal code.',
    isFunction: true,
    steps: 0,
    parameters: [
      ['Weight', decimalType],
      ['PostalCode', stringType],
      ['Express', booleanType, { optional: true }],
    ],
    properties: [['Cost', moneyType]],
  },
  {
    name: 'GetOrderStatus',
    displayName: 'Get order status',
    description: 'Status of an order in the ERP system.',
    boundTo: 'salesorder',
    isFunction: true,
    steps: 1,
    parameters: [],
    properties: [
      ['Status', stringType],
      ['DaysUntilDelivery', integerType],
    ],
  },
  {
    name: 'ReserveStock',
    displayName: 'Reserve stock',
    description: 'Reserves a quantity of a product in the warehouse.',
    isFunction: false,
    steps: 2,
    parameters: [
      ['Product', referenceType, { table: 'product' }],
      ['Quantity', integerType],
    ],
    properties: [['Reservation', stringType]],
  },
];

/** Custom APIs, each with the message that the platform makes for it. */
export function seedCustomApis(place: SeedPlace): void {
  const { seed } = place.organisation;
  const date = daysAgo(place, 38);
  for (const api of apis) {
    const uniquename = `contoso_${api.name}`;
    const id = seedId('customapi', uniquename);
    seed('sdkmessage', { sdkmessageid: messageId(uniquename), name: uniquename, customizationlevel: 1 });
    seed('sdkmessagefilter', {
      sdkmessagefilterid: seedId('sdkmessagefilter', uniquename),
      name: uniquename,
      sdkmessageid: { table: 'sdkmessage', id: messageId(uniquename) },
      primaryobjecttypecode: api.boundTo ?? 'none',
      iscustomprocessingstepallowed: api.steps !== 0,
    });
    seed('customapi', {
      customapiid: id,
      uniquename,
      name: api.displayName,
      displayname: api.displayName,
      description: api.description,
      bindingtype: api.boundTo === undefined ? 0 : 1,
      boundentitylogicalname: api.boundTo ?? null,
      allowedcustomprocessingsteptype: api.steps,
      isfunction: api.isFunction,
      plugintypeid: { table: 'plugintype', id: typeId(`Contoso.CustomApis.${api.name} 1.0.2.0`) },
      sdkmessageid: { table: 'sdkmessage', id: messageId(uniquename) },
      createdon: date,
      modifiedon: date,
    });
    for (const [name, type, traits] of api.parameters)
      seed('customapirequestparameter', {
        customapirequestparameterid: seedId('customapirequestparameter', uniquename, name),
        ...naming(name),
        type,
        isoptional: traits?.optional === true,
        logicalentityname: traits?.table ?? null,
        customapiid: { table: 'customapi', id },
      });
    for (const [name, type] of api.properties)
      seed('customapiresponseproperty', {
        customapiresponsepropertyid: seedId('customapiresponseproperty', uniquename, name),
        ...naming(name),
        type,
        customapiid: { table: 'customapi', id },
      });
  }
}

function naming(name: string) {
  return { uniquename: name, name, displayname: name, description: name };
}
