import type { Page } from '@playwright/test';
import { formDialog } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { imageDialog } from './pages/imageDialog.ts';
import { columnCheckbox, stepDialog } from './pages/stepDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { expect, test } from './support/app.ts';
import { arrangePluginSteps } from './support/arrange.ts';
import type { RunningApp } from './support/startApp.ts';
import { tabTo } from './support/tabTo.ts';

const type = 'Contoso.Sales.Plugins.QuoteApproval';

interface WantedStep {
  readonly message: string;
  readonly table: 'account' | 'contact';
  readonly columns?: readonly string[];
  readonly stage?: 'Pre-validation' | 'Pre-operation';
  readonly asynchronous?: boolean;
  readonly secure?: string;
  readonly images: readonly {
    readonly kind: 'pre' | 'post' | 'both';
    readonly alias: string;
    readonly column: string;
  }[];
}

/** Four steps and five images, of all kinds. */
const wanted: readonly WantedStep[] = [
  {
    message: 'Update',
    table: 'account',
    columns: ['creditlimit', 'telephone1'],
    stage: 'Pre-operation',
    secure: 'a secret of ours',
    images: [{ kind: 'pre', alias: 'Before', column: 'creditlimit' }],
  },
  {
    message: 'Create',
    table: 'contact',
    asynchronous: true,
    images: [{ kind: 'post', alias: 'After', column: 'emailaddress1' }],
  },
  {
    message: 'Delete',
    table: 'contact',
    stage: 'Pre-validation',
    images: [{ kind: 'pre', alias: 'Gone', column: 'telephone1' }],
  },
  {
    message: 'Update',
    table: 'contact',
    columns: ['telephone1'],
    images: [
      { kind: 'both', alias: 'Around', column: 'emailaddress1' },
      { kind: 'pre', alias: 'Only', column: 'telephone1' },
    ],
  },
];
const imageNumbers = { pre: 0, post: 1, both: 2 } as const;
const labels = { account: 'Account', contact: 'Contact' } as const;

const nameOf = ({ message, table }: WantedStep) => `${type}: ${message} of ${table}`;

/** What the organisation has of the steps, looked at behind the page's back. */
function expectRegistered({ sandbox }: RunningApp): void {
  const { store } = sandbox.organisation;
  for (const one of wanted) {
    const row = [...store.rows('sdkmessageprocessingstep')].find(({ name }) => name === nameOf(one));
    expect(row, nameOf(one)).toMatchObject({
      stage: one.stage === 'Pre-validation' ? 10 : one.stage === 'Pre-operation' ? 20 : 40,
      mode: one.asynchronous ? 1 : 0,
    });
    expect(row?.filteringattributes ?? null).toBe(one.columns?.join(',') ?? null);
    const reference = row?.sdkmessageprocessingstepsecureconfigid as { id: string } | null | undefined;
    const stored = reference && store.get('sdkmessageprocessingstepsecureconfig', reference.id);
    expect(stored?.secureconfig ?? null).toBe(one.secure ?? null);
    const images = [...store.rows('sdkmessageprocessingstepimage')].filter(
      (image) => (image.sdkmessageprocessingstepid as { id: string }).id === row?.sdkmessageprocessingstepid,
    );
    expect(images).toHaveLength(one.images.length);
    for (const { kind, alias, column } of one.images) {
      expect(images.find(({ entityalias }) => entityalias === alias)).toMatchObject({
        name: alias,
        imagetype: imageNumbers[kind],
        attributes: column,
        messagepropertyname: one.message === 'Create' ? 'Id' : 'Target',
      });
    }
  }
}

test('four steps and five images, by mouse', async ({ app, registrar }) => {
  const step = stepDialog(registrar);
  const image = imageDialog(registrar);
  const tree = explorer(registrar);
  await tree.search.fill('QuoteApproval');
  await tree.select(type);
  for (const one of wanted) {
    // From the second on a step or image of the type is selected, which leads to the same type.
    await toolbar(registrar).register('Register New Step');
    await step.choose('Message', one.message);
    await step.choose('Primary table', labels[one.table]);
    if (one.columns) await step.chooseColumns(one.columns);
    if (one.stage) await step.dialog.getByRole('radio', { name: one.stage }).check();
    if (one.asynchronous) await step.dialog.getByRole('radio', { name: 'Asynchronous' }).check();
    if (one.secure) await step.dialog.getByLabel(/^Secure configuration/).fill(one.secure);
    // The order beside the form has this step where it will run.
    await expect(step.order.and(registrar.locator('[aria-current="true"]'))).toContainText(nameOf(one));
    await step.save();
    await expect(tree.selected).toContainText(`${one.message} of ${one.table}`);
    for (const { kind, alias, column } of one.images) {
      await toolbar(registrar).register('Register New Image');
      await image.pre.setChecked(kind !== 'post');
      await image.post.setChecked(kind !== 'pre');
      await image.field('Entity alias').fill(alias);
      await image.chooseColumns([column]);
      await image.save();
      await expect(tree.selected).toContainText(alias);
    }
  }
  expectRegistered(app);
});

test('four steps and five images, by keys alone', async ({ app, registrar }) => {
  const { keyboard } = registrar;
  const step = stepDialog(registrar);
  const image = imageDialog(registrar);
  const tree = explorer(registrar);
  await keyboard.press('Control+F');
  await keyboard.type('QuoteApproval');
  await expect(tree.row(type)).toBeVisible();
  await keyboard.press('Alt+1');
  await expect(async () => {
    await keyboard.press('ArrowDown');
    await expect(tree.selected).toContainText(type, { timeout: 500 });
  }).toPass();
  for (const one of wanted) {
    await keyboard.press('Alt+T');
    await expect(step.message).toBeFocused();
    await choose(registrar, one.message, one.message);
    await expect(step.message).toHaveValue(one.message);
    await keyboard.press('Tab');
    await choose(registrar, labels[one.table], labels[one.table]);
    await expect(step.table).toHaveValue(labels[one.table]);
    if (one.columns) {
      await tabTo(registrar, step.dialog.getByRole('radio', { name: 'Every column' }));
      await keyboard.press('ArrowRight');
      for (const column of one.columns) await chooseColumn(registrar, step, column);
    }
    if (one.stage) {
      await tabTo(registrar, step.dialog.getByRole('radio', { name: 'Post-operation' }));
      await keyboard.press('ArrowLeft');
      if (one.stage === 'Pre-validation') await keyboard.press('ArrowLeft');
      await expect(step.dialog.getByRole('radio', { name: one.stage })).toBeChecked();
    }
    if (one.asynchronous) {
      await tabTo(registrar, step.dialog.getByRole('radio', { name: 'Synchronous', exact: true }));
      await keyboard.press('ArrowRight');
    }
    if (one.secure) {
      await tabTo(registrar, step.dialog.getByLabel(/^Secure configuration/));
      // Enter is a new line in it, and saves nothing.
      await keyboard.type(one.secure);
      await keyboard.press('Enter');
      await expect(step.dialog).toBeVisible();
      await keyboard.press('Backspace');
    }
    await tabTo(registrar, step.button('Save'));
    await keyboard.press('Enter');
    await step.closed();
    await expect(tree.selected).toContainText(`${one.message} of ${one.table}`);
    for (const { kind, alias, column } of one.images) {
      await keyboard.press('Alt+I');
      await expect(image.field('Entity alias')).toBeVisible();
      // From before is what a new image is where it can be.
      if (kind === 'both') {
        await tabTo(registrar, image.post);
        await keyboard.press('Space');
      }
      await tabTo(registrar, image.field('Entity alias'));
      await keyboard.press('Control+A');
      await keyboard.type(alias);
      await chooseColumn(registrar, image, column);
      await tabTo(registrar, image.button('Save'));
      await keyboard.press('Enter');
      await image.closed();
      await expect(tree.selected).toContainText(alias);
    }
  }
  expectRegistered(app);
});

/** Types into a field with a list, and takes the first of it. */
async function choose(page: Page, text: string, option: string): Promise<void> {
  await page.keyboard.type(text);
  await expect(page.getByRole('option', { name: new RegExp(`^${option}`) }).first()).toBeVisible();
  await page.keyboard.press('Enter');
}

async function chooseColumn(page: Page, form: ReturnType<typeof formDialog>, column: string): Promise<void> {
  await tabTo(page, form.dialog.getByRole('searchbox', { name: 'Search columns' }));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(column);
  await expect(columnCheckbox(form, column)).toBeVisible();
  await tabTo(page, columnCheckbox(form, column));
  await page.keyboard.press('Space');
  await expect(columnCheckbox(form, column)).toBeChecked();
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, form.dialog.getByRole('searchbox', { name: 'Search columns' }), 'Shift+Tab');
}

test('each rule of a step and of an image is said beside its field', async ({ registrar }) => {
  const step = stepDialog(registrar);
  const image = imageDialog(registrar);
  const tree = explorer(registrar);
  const { dialog } = step;
  const mode = dialog
    .getByRole('group', { name: 'Execution mode' })
    .or(dialog.getByText('Execution mode').locator('..'));
  await tree.search.fill('CreditCheck');
  await tree.select('Update of account');
  await toolbar(registrar).run('Edit');
  await expect(step.message).toBeFocused();

  await test.step('asynchronous steps run after the operation', async () => {
    await dialog.getByRole('radio', { name: 'Asynchronous' }).check();
    await expect(mode.first()).toContainText('runs after the operation, in Post-operation');
    await dialog.getByRole('button', { name: 'Synchronous' }).click();
    await expect(dialog.getByText('runs after the operation, in Post-operation')).toHaveCount(0);
  });

  await test.step('secure configuration stays on the server, and is shown when it is asked for', async () => {
    await expect(dialog.getByText('credit.contoso.example')).toHaveCount(0);
    await dialog.getByLabel('Deployment').selectOption('Server and offline');
    await expect(dialog.getByText('Only a step that runs on the server alone')).toBeVisible();
    await step.button('Save').click();
    await expect(dialog).toBeVisible();
    await dialog.getByLabel('Deployment').selectOption('Server');
    await step.button('Show').click();
    await expect(dialog.getByLabel(/^Secure configuration/)).toHaveValue(/credit\.contoso\.example/);
  });

  await test.step('images hold their step to messages that take them', async () => {
    await step.choose('Message', 'Create');
    await step.choose('Primary table', 'Account');
    await expect(
      dialog.getByText('Before Create there is no row yet, so there is no pre-image.'),
    ).toBeVisible();
  });

  await test.step('an endpoint carries no configuration, and is asynchronous', async () => {
    await step.choose('Message', 'Delete');
    await dialog.getByLabel(/^Unsecure configuration/).fill('mode=strict');
    await step.choose('Event handler', 'Order queue');
    await expect(dialog.getByText('A step on a service endpoint carries no configuration')).toBeVisible();
    await expect(dialog.getByLabel('Fixed for service endpoints')).toContainText('Asynchronous');
    await step.cancel.click();
    await registrar.getByRole('button', { name: 'Discard' }).click();
    await step.closed();
  });

  await test.step('a step before the operation has no post-image, and aliases are each its own', async () => {
    await toolbar(registrar).register('Register New Image');
    await expect(image.post).toBeDisabled();
    await expect(image.dialog).toContainText('A post-image needs the stage Post-operation');
    await image.field('Entity alias').fill('PreImage');
    await expect(image.dialog).toContainText('Another image of this step is called PreImage');
    await image.button('Save').click();
    await expect(image.dialog).toContainText('Choose at least one column.');
    await image.dialog.getByRole('radio', { name: 'Every column' }).check();
    await expect(image.dialog).toContainText('makes each run slower');
  });
});

test('500 steps are disabled at once, and enabled again', async ({ app, registrar }) => {
  await arrangePluginSteps(app, type, 500);
  const { store } = app.sandbox.organisation;
  const enabled = () =>
    [...store.rows('sdkmessageprocessingstep')].filter(
      ({ name, statecode }) => String(name).startsWith('Arranged') && statecode !== 1,
    ).length;
  await toolbar(registrar).run('Refresh');
  const tree = explorer(registrar);
  await tree.search.fill('QuoteApproval');
  await tree.select(type);
  await tree.search.fill('');
  const steps = tree.details
    .getByRole('grid', { name: 'Steps' })
    .or(tree.details.getByRole('table', { name: 'Steps' }));
  await expect(steps).toContainText('Arranged');
  await steps.click();
  await registrar.keyboard.press('Control+A');
  await toolbar(registrar).run('Disable');
  const change = formDialog(registrar, 'Change steps');
  await expect(change.dialog.getByRole('status')).toContainText(/^50\d will change/);
  await change.dialog.getByRole('button', { name: /^Disable 50\d steps$/ }).click();
  await change.closed();
  expect(enabled()).toBe(0);
  const notices = registrar.getByRole('region', { name: 'Notices' });
  await notices.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(notices).toContainText(/Undone: Disabled 50\d steps\./, { timeout: 30_000 });
  await formDialog(registrar, 'Undo').closed();
  expect(enabled()).toBe(500);
});
