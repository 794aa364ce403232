import { describe, expect, it } from 'vitest';
import { NodeReference } from '../../../../src/shared/domain/registration.ts';
import { type PlannedRow, planRestore } from '../../../../src/shared/domain/restorePlan.ts';

function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
function node(kind: NodeReference['kind'], number: number): NodeReference {
  return NodeReference.parse({ kind, id: id(number) });
}
function row(kind: NodeReference['kind'], number: number, change: Partial<PlannedRow> = {}): PlannedRow {
  return {
    node: node(kind, number),
    name: `${kind} ${number}`,
    parent: null,
    packageId: null,
    contentMissing: false,
    missingSecret: null,
    ...change,
  };
}

const whole = [
  row('assembly', 1),
  row('pluginType', 2, { parent: node('assembly', 1) }),
  row('step', 3, { parent: node('pluginType', 2), missingSecret: 'secureConfiguration' }),
  row('image', 4, { parent: node('step', 3) }),
];
const states = (rows: readonly PlannedRow[], ...existing: number[]) =>
  planRestore(rows, new Set(existing.map(id))).map(({ state }) => state);

describe('what becomes of saved rows', () => {
  it('is created where it is missing, and left where it is there', () => {
    expect(states(whole)).toEqual(['create', 'create', 'create', 'create']);
    expect(states(whole, 1, 2)).toEqual(['exists', 'exists', 'create', 'create']);
    expect(states(whole.slice(2), 2)).toEqual(['create', 'create']);
  });

  it('stays out where what it hangs on cannot be had', () => {
    expect(states(whole.slice(2))).toEqual(['blocked', 'blocked']);
    const bare = whole.map((one) => (one.node.kind === 'assembly' ? { ...one, contentMissing: true } : one));
    expect(states(bare)).toEqual(['blocked', 'blocked', 'blocked', 'blocked']);
    // It was registered again by hand, under the same id.
    expect(states(bare, 1)).toEqual(['exists', 'create', 'create', 'create']);
  });

  it('comes with its package, and says that its types have other ids then', () => {
    const packed = [
      row('package', 9),
      ...whole.map((one) => (one.node.kind === 'assembly' ? { ...one, packageId: id(9) } : one)),
    ];
    expect(states(packed)).toEqual(['create', 'withPackage', 'withPackage', 'create', 'create']);
    expect(planRestore(packed, new Set())[3]?.note).toMatch(/secure configuration.*type of the same name/s);
    expect(states(packed.slice(1))).toEqual(['blocked', 'blocked', 'blocked', 'blocked']);
  });

  it('says which secret is missing', () => {
    const [endpoint] = planRestore([row('serviceEndpoint', 5, { missingSecret: 'sasKey' })], new Set());
    expect(endpoint).toMatchObject({ missingSecret: 'sasKey', note: 'Its SAS key is not in the file.' });
  });
});
