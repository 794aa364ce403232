import { randomUUID } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { planAssemblyUpdate } from '../../../../src/shared/domain/assemblyUpdatePlan.ts';
import { planUpdateWork, sentenceOf, type WorkStep } from '../../../../src/shared/domain/assemblyWork.ts';
import type { AssemblyFile } from '../../../../src/shared/domain/pluginFile.ts';
import type { PluginAssembly } from '../../../../src/shared/domain/registration.ts';
import { suggestRenames } from '../../../../src/shared/domain/typeRenames.ts';
import {
  assemblyFile,
  assemblyId,
  foundType,
  pluginAssembly,
  pluginType,
  step,
  typeId,
  updateFacts,
} from '../../../support/pluginSamples.ts';

const numbering = pluginType(1, 'Contoso.Numbering');
const credit = pluginType(2, 'Contoso.CreditCheck');
const nothingChosen = { moves: {}, leaveOut: [] };
const newer = (types: string[], change: Partial<AssemblyFile> = {}): AssemblyFile =>
  assemblyFile({ version: '1.0.1.0', types: types.map((name) => foundType(name)), ...change });

describe('what the comparison says', () => {
  const facts = updateFacts({
    types: [numbering, credit],
    steps: [step(1, credit), step(2, credit, { enabled: false })],
  });

  it('finds the class under its new name, and waits for a decision about its steps', () => {
    const plan = planAssemblyUpdate(
      facts,
      newer(['Contoso.Numbering', 'Contoso.Sales.CreditChecker']),
      nothingChosen,
    );
    expect(plan.gone).toMatchObject([{ suggestion: 'Contoso.Sales.CreditChecker', target: null }]);
    expect(plan.problems.map(({ field, kind }) => [field, kind])).toEqual([
      ['type:Contoso.CreditCheck', 'stepsLeft'],
    ]);
  });

  it('has nothing against it once the steps have a place to go', () => {
    const plan = planAssemblyUpdate(facts, newer(['Contoso.Numbering', 'Contoso.CreditChecker']), {
      moves: { 'Contoso.CreditCheck': 'Contoso.CreditChecker' },
      leaveOut: ['Contoso.CreditChecker'],
    });
    expect(plan.problems).toEqual([]);
    expect(plan.waitingPlace?.id).toBe(numbering.id);
    // Steps go there, so that it cannot be left out.
    expect(plan.added).toMatchObject([{ typeName: 'Contoso.CreditChecker', register: true }]);
  });

  it('lets steps wait elsewhere where no class stays, and makes them again where there is nowhere', () => {
    const alone = { ...facts, types: [credit] };
    const choices = { moves: { 'Contoso.CreditCheck': 'Contoso.Checker' }, leaveOut: [] };
    const elsewhere = { id: typeId(9), typeName: 'Fabrikam.Other' };
    const file = newer(['Contoso.Checker']);
    expect(planAssemblyUpdate({ ...alone, elsewhere }, file, choices)).toMatchObject({
      waitingPlace: elsewhere,
      problems: [],
    });
    expect(planAssemblyUpdate(alone, file, choices)).toMatchObject({
      waitingPlace: null,
      recreates: true,
      problems: [],
    });
    const managed = { ...alone, steps: [step(1, credit, { managed: true })] };
    expect(planAssemblyUpdate(managed, file, choices).problems).toMatchObject([{ kind: 'nowhereToWait' }]);
  });

  it('refuses what a custom API or a managed solution holds', () => {
    const file = newer(['Contoso.Numbering']);
    const kinds = (change: Parameters<typeof updateFacts>[0]) =>
      planAssemblyUpdate(
        updateFacts({ types: [numbering, credit], ...change }),
        file,
        nothingChosen,
      ).problems.map(({ kind }) => kind);
    expect(kinds({ customApis: [{ name: 'contoso_Check', typeId: credit.id }] })).toEqual([
      'usedByCustomApi',
    ]);
    expect(kinds({ types: [numbering, { ...credit, managed: true }] })).toEqual(['managed']);
    expect(kinds({ steps: [step(1, credit, { managed: true, customizable: false })] })).toEqual([
      'managedStep',
    ]);
    expect(kinds({})).toEqual([]);
  });

  it.each<[string, Partial<AssemblyFile>, Partial<PluginAssembly>, string[]]>([
    ['the same version', { version: '1.0.0.0' }, {}, []],
    ['an older build', { version: '1.0.0.0' }, { version: '1.0.3.0' }, ['older']],
    ['another minor version', { version: '1.1.0.0' }, {}, ['otherRelease']],
    ['another major version', { version: '2.0.0.0' }, {}, ['otherRelease']],
    ['no signature any more', { publicKeyToken: null, strongName: 'none' }, {}, ['signatureMissing']],
    ['another key', { publicKeyToken: '0000000000000000' }, {}, ['otherKey']],
    ['another name', { name: 'Fabrikam' }, {}, ['otherName']],
    ['another culture', { culture: 'de' }, {}, ['otherCulture']],
    ['another framework', { targetFramework: '.NETCoreApp,Version=v8.0' }, {}, ['wrongFramework']],
    ['no class', { types: [] }, {}, ['noTypes']],
    ['a managed one', {}, { managed: true }, ['managed']],
  ])('%s', (_name, file, assembly, expected) => {
    const plan = planAssemblyUpdate(
      updateFacts({ assembly: pluginAssembly(assembly) }),
      newer(['Contoso.Numbering'], file),
      nothingChosen,
    );
    expect(plan.problems.map(({ kind }) => kind)).toEqual(expected);
  });

  it('names groups anew that name the old version, and no others', () => {
    const activity = (number: number, name: string, group: string) =>
      pluginType(number, name, { workflowActivity: true, workflowActivityGroup: group });
    const types = [activity(1, 'A', 'Contoso.Plugins (1.0.0.0)'), activity(2, 'B', 'Our activities')];
    const file = newer([], {
      types: [foundType('A', 'workflowActivity'), foundType('B', 'workflowActivity')],
    });
    expect(planAssemblyUpdate(updateFacts({ types }), file, nothingChosen).groups).toMatchObject([
      { type: { typeName: 'A' }, to: 'Contoso.Plugins (1.0.1.0)' },
    ]);
  });
});

describe('the order of an update', () => {
  it('never lets a step be without a type, nor a type without its class', () => {
    const file = newer(['Contoso.Numbering', 'Contoso.CreditChecker']);
    const facts = updateFacts({
      types: [numbering, credit],
      steps: [step(1, credit), step(2, credit, { enabled: false })],
    });
    const plan = planAssemblyUpdate(facts, file, {
      moves: { 'Contoso.CreditCheck': 'Contoso.CreditChecker' },
      leaveOut: [],
    });
    const steps = planUpdateWork(assemblyId, plan, file, randomUUID);
    expect(steps.map(({ kind }) => kind)).toEqual([
      'disableSteps',
      'moveSteps',
      'deleteType',
      'updateContent',
      'createType',
      'moveSteps',
      'enableSteps',
    ]);
    // The one that was disabled stays so.
    expect(idsOf(steps, 'disableSteps')).toEqual([facts.steps[0]?.id]);
    expect(idsOf(steps, 'enableSteps')).toEqual([facts.steps[0]?.id]);
    expect(steps.map(sentenceOf)).toContain('Moving 2 steps to Contoso.CreditChecker');
  });

  it('moves steps at once to a class that stays', () => {
    const file = newer(['Contoso.Numbering']);
    const plan = planAssemblyUpdate(
      updateFacts({ types: [numbering, credit], steps: [step(1, credit)] }),
      file,
      { moves: { 'Contoso.CreditCheck': 'Contoso.Numbering' }, leaveOut: [] },
    );
    expect(plan.waitingPlace).toBeNull();
    expect(planUpdateWork(assemblyId, plan, file, randomUUID).map(({ kind }) => kind)).toEqual([
      'disableSteps',
      'moveSteps',
      'deleteType',
      'updateContent',
      'enableSteps',
    ]);
  });

  it('is the upload alone where the classes are the same', () => {
    const file = newer(['Contoso.Numbering']);
    const plan = planAssemblyUpdate(updateFacts({ types: [numbering] }), file, nothingChosen);
    expect(planUpdateWork(assemblyId, plan, file, randomUUID)).toEqual([
      { kind: 'updateContent', id: assemblyId },
    ]);
  });
});

test('new names are found by how alike they are, each once', () => {
  const found = (gone: string[], added: string[]) => Object.fromEntries(suggestRenames(gone, added));
  expect(found(['Old.CreditCheck'], ['New.CreditCheck'])).toEqual({ 'Old.CreditCheck': 'New.CreditCheck' });
  expect(found(['A.CreditCheckPlugin'], ['A.CreditCheckerPlugin', 'A.Tax'])).toEqual({
    'A.CreditCheckPlugin': 'A.CreditCheckerPlugin',
  });
  expect(found(['A.Numbering'], ['B.Tax'])).toEqual({});
  expect(found(['X.CreditCheck', 'Y.CreditCheck'], ['Z.CreditCheck'])).toEqual({
    'X.CreditCheck': 'Z.CreditCheck',
  });
});

function idsOf(steps: readonly WorkStep[], kind: 'disableSteps' | 'enableSteps'): readonly string[] {
  return steps.flatMap((one) => (one.kind === kind ? one.ids : []));
}
