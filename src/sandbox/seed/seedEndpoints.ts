import type { Row } from '../store/row.ts';
import { seedId } from './seedId.ts';
import { daysAgo, type SeedPlace } from './seedPlace.ts';
import { seedComponent } from './seedSolutions.ts';

export const ordersQueue = 'Order queue';
export const eventsTopic = 'Business events topic';
export const telemetryHub = 'Telemetry event hub';
export const warehouseRelay = 'Warehouse relay (on premises)';
export const partnerQueue = 'Partner portal queue';
export const acsQueue = 'Invoice queue (ACS)';
export const chatWebhook = 'Team chat notifier';
export const pricingWebhook = 'Pricing service';

export function endpointId(name: string): string {
  return seedId('serviceendpoint', name);
}

/** Seeded endpoints that lead to the sandbox's own Service Bus with the key of its policy `send`. */
export const workingEndpoints: readonly string[] = [ordersQueue, eventsTopic];

/**
 * Endpoints of every kind. The queue and the topic work out of the box; the others show what organisations have:
 * one in a namespace elsewhere, a relay, one whose key did not travel with its solution, one that still waits for ACS.
 */
export function seedEndpoints(place: SeedPlace): void {
  const own: Row = {
    connectionmode: 1,
    namespaceformat: 2,
    namespaceaddress: place.namespaceAddress,
    authtype: 2,
    saskeyname: 'send',
    messagecharset: 0,
  };
  const endpoints: readonly (Row & { readonly name: string; readonly days: number })[] = [
    {
      ...own,
      name: ordersQueue,
      description: 'Orders and credit limits for the ERP system.',
      contract: 6,
      path: 'crm-orders',
      saskey: place.sendKey,
      messageformat: 2,
      userclaim: 2,
      days: 88,
    },
    {
      ...own,
      name: eventsTopic,
      description: 'Everything that other departments may want to know.',
      contract: 5,
      path: 'crm-events',
      saskey: place.sendKey,
      messageformat: 3,
      userclaim: 1,
      days: 85,
    },
    {
      ...own,
      name: telemetryHub,
      contract: 7,
      namespaceaddress: 'sb://contoso-telemetry.servicebus.windows.net/',
      path: 'crm-telemetry',
      saskeyname: 'crm-send',
      saskey: 'c2FuZGJveCBrZXkgb2Ygbm8gdXNlIHRvIGFueW9uZSE=',
      messageformat: 2,
      userclaim: 1,
      days: 60,
    },
    {
      ...own,
      name: warehouseRelay,
      description: 'Listener in the warehouse; must be running when an order comes.',
      contract: 1,
      namespaceaddress: 'sb://contoso-relay.servicebus.windows.net/',
      path: 'warehouse/orders',
      saskeyname: 'crm-relay',
      saskey: 'c2FuZGJveCBrZXkgb2Ygbm8gdXNlIHRvIGFueW9uZSE=',
      messageformat: 1,
      userclaim: 3,
      days: 320,
    },
    {
      ...own,
      name: partnerQueue,
      description: 'Imported with a solution: keys do not travel, so this one is still to be set.',
      contract: 6,
      path: 'crm-orders',
      messageformat: 2,
      userclaim: 1,
      days: 6,
    },
    {
      name: acsQueue,
      description: 'From the days of Access Control: nothing was posted since November 2018.',
      contract: 6,
      connectionmode: 2,
      namespaceformat: 1,
      solutionnamespace: 'contoso-invoices',
      path: 'invoices',
      authtype: 1,
      messageformat: 1,
      userclaim: 2,
      days: 3400,
    },
    {
      name: chatWebhook,
      contract: 8,
      url: 'https://hooks.contoso.example/services/crm',
      authtype: 4,
      authvalue: 'sandbox-webhook-key',
      connectionmode: 1,
      messageformat: 2,
      userclaim: 1,
      days: 72,
    },
    {
      name: pricingWebhook,
      description: 'Recalculates prices when a quote changes.',
      contract: 8,
      url: 'https://pricing.contoso.example/api/dataverse/quotes',
      authtype: 5,
      authvalue: '<settings><setting name="x-api-key" value="sandbox-webhook-header" /></settings>',
      connectionmode: 1,
      messageformat: 2,
      userclaim: 1,
      days: 33,
    },
  ];
  for (const { days, ...values } of endpoints) {
    const date = daysAgo(place, days);
    const id = endpointId(values.name);
    place.organisation.seed('serviceendpoint', {
      serviceendpointid: id,
      ...values,
      createdon: date,
      modifiedon: date,
    });
    seedComponent(place, 'ContosoIntegration', 'serviceendpoint', id);
  }
}
