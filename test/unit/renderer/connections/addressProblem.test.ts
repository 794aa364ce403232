import { describe, expect, it } from 'vitest';
import { addressProblem } from '../../../../src/renderer/features/connections/addressProblem.ts';

describe('addressProblem', () => {
  it.each([
    '',
    'https://contoso.crm.dynamics.com',
    'https://contoso.crm.dynamics.com/api/data/v9.2/',
    'contoso.crm4.dynamics.com',
    'http://127.0.0.1:8080/api/data/v9.2/',
    'http://localhost:8080',
    'http://[::1]:8080/',
  ])('takes %j', (address) => {
    expect(addressProblem(address)).toBeNull();
  });
  it.each([
    ['contoso', /looks like/],
    ['my organisation.com', /looks like/],
    ['http://contoso.crm.dynamics.com', /https/],
    ['ftp://contoso.crm.dynamics.com', /https/],
    ['https://nancy:secret@contoso.crm.dynamics.com', /password/],
    ['https://', /cannot be read/],
  ])('says what is wrong with %j', (address, problem) => {
    expect(addressProblem(address)).toMatch(problem);
  });
});
