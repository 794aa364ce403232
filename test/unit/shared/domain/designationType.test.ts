import { describe, expect, test } from 'vitest';
import {
  claimsInWords,
  designationTypeOfContract,
  designationTypes,
  offeredDesignationTypes,
} from '../../../../src/shared/domain/designationType.ts';
import {
  AuthorizationTypeName,
  DesignationTypeName,
  MessageFormat,
  UserInformation,
} from '../../../../src/shared/domain/registration.ts';
import {
  authorizationTypeNumbers,
  designationTypeNumbers,
  messageFormatNumbers,
  userInformationNumbers,
} from '../../../../src/shared/domain/serviceEndpoint.ts';

describe('designation types', () => {
  test.each([
    ['queue', 6, 'sb', 'Send'],
    ['topic', 5, 'sb', 'Send'],
    ['oneWay', 1, 'https', 'Send'],
    ['twoWay', 4, 'https', 'Send and Listen'],
    ['rest', 3, 'https', 'Send and Listen'],
    ['eventHub', 7, 'sb', 'Send'],
  ] as const)('%s is contract %i, has %s:// and asks for %s', (name, contract, scheme, claims) => {
    const type = designationTypes[name];
    expect(type).toMatchObject({ name, contract, scheme, offered: true });
    expect(claimsInWords(type)).toBe(claims);
    expect(type.authorizationTypes).toEqual(['sasKey', 'sasToken']);
  });

  test('the form offers six, in their order', () => {
    expect(offeredDesignationTypes.map((type) => type.label)).toEqual([
      'Queue',
      'Topic',
      'One-Way',
      'Two-Way',
      'REST',
      'Event Hub',
    ]);
  });

  test('event hubs take JSON and XML only', () => {
    expect(designationTypes.eventHub.messageFormats).toEqual(['json', 'textXml']);
    expect(designationTypes.queue.messageFormats).toContain('binaryXml');
  });

  test.each(DesignationTypeName.options)('%s is known under its own name and number', (name) => {
    const type = designationTypes[name];
    expect(type.name).toBe(name);
    expect(designationTypeOfContract(type.contract)).toBe(type);
    expect(type.help).not.toBe('');
  });

  test('a number that the platform gained since is unknown, not wrong', () => {
    expect(designationTypeOfContract(99)).toBeUndefined();
    expect(designationTypeOfContract(null)).toBeUndefined();
  });

  test('only stores that keep messages can be read along', () => {
    const readable = offeredDesignationTypes.filter((type) => type.listener.kind !== 'none');
    expect(readable.map((type) => type.name)).toEqual(['queue', 'topic', 'eventHub']);
  });
});

describe('choice numbers', () => {
  test('are those of the platform', () => {
    expect(designationTypeNumbers.toNumber).toEqual({
      oneWay: 1,
      legacyQueue: 2,
      rest: 3,
      twoWay: 4,
      topic: 5,
      queue: 6,
      eventHub: 7,
      webhook: 8,
      eventGrid: 9,
      managedDataLake: 10,
      containerStorage: 11,
    });
    expect(messageFormatNumbers.toNumber).toEqual({ binaryXml: 1, json: 2, textXml: 3 });
    expect(userInformationNumbers.toNumber).toEqual({ none: 1, userId: 2, userInfo: 3 });
    expect(authorizationTypeNumbers.toNumber).toMatchObject({ acs: 1, sasKey: 2, sasToken: 3 });
  });

  test('go both ways for every name', () => {
    for (const name of DesignationTypeName.options) {
      expect(designationTypeNumbers.toName(designationTypeNumbers.toNumber[name])).toBe(name);
    }
    for (const name of MessageFormat.options) {
      expect(messageFormatNumbers.toName(messageFormatNumbers.toNumber[name])).toBe(name);
    }
    for (const name of UserInformation.options) {
      expect(userInformationNumbers.toName(userInformationNumbers.toNumber[name])).toBe(name);
    }
    for (const name of AuthorizationTypeName.options) {
      expect(authorizationTypeNumbers.toName(authorizationTypeNumbers.toNumber[name])).toBe(name);
    }
    expect(messageFormatNumbers.toName(undefined)).toBeUndefined();
    expect(messageFormatNumbers.toName(17)).toBeUndefined();
  });
});
