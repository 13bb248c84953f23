import { advance, controlTime } from '../../support/clock.ts';
import { demoBoard } from '../../support/identity.ts';
import { ThreadPage } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

test('an edit is seen on the other side, in the inbox and in answers, with what was there before', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.send('Is it fre?');
  await menu(martas, 'Is it fre?');
  await expect(martas.page.getByTestId('message-reply')).toBeVisible();
  await expect(martas.page.getByTestId('message-edit')).toHaveCount(0);
  await martas.page.getByTestId('message-reply').click();
  await martas.send('It is.');
  await expect(hers.message('It is.').getByTestId('message-quote')).toContainText('Is it fre?');

  // With the keyboard: up in the empty field, change, Enter.
  await hers.composer.press('ArrowUp');
  const field = hers.page.getByTestId('edit-text');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Is it fre?');
  await expect(hers.page.getByTestId('edit-form')).toContainText('14 min left');
  await field.fill('  ');
  await field.press('Enter');
  await expect(hers.page.getByTestId('edit-error')).toHaveText('Write something first.');
  await field.fill('Is it free?');
  await field.press('Enter');

  await expect(hers.message('Is it free?')).toBeFocused();
  await expect(martas.message('Is it free?')).toHaveAttribute('data-seq', '1');
  await expect(martas.message('It is.').getByTestId('message-quote')).toContainText('Is it free?');
  await expect(martas.message('It is.').getByTestId('message-quote')).toContainText('edited');
  await martas.message('Is it free?').getByTestId('message-edited').click();
  await expect(martas.page.getByTestId('revision')).toContainText('Is it fre?');
  await martas.page.keyboard.press('Escape');
  await expect(martas.page.getByTestId('revisions-dialog')).not.toBeVisible();

  await martas.page.reload();
  await martas.isLive();
  await expect(martas.message('Is it free?').getByTestId('message-edited')).toBeVisible();
});

test('a deleted message leaves a line, here and there, and in the inbox', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const hers = await ana.openThread(id);
  const inbox = new ThreadPage(await marta.open('/conversations'));
  await inbox.isLive();
  await hers.send('My secret price');
  await expect(inbox.row(id)).toContainText('My secret price');
  await expect(inbox.row(id).getByTestId('unread-count')).toHaveText(/^1\b/);

  await menu(hers, 'My secret price');
  await hers.page.getByTestId('message-delete').click();
  await hers.page.keyboard.press('Escape');
  await expect(hers.message('My secret price')).toBeVisible();
  await menu(hers, 'My secret price');
  await hers.page.getByTestId('message-delete').click();
  await hers.page.getByTestId('delete-confirm').click();
  await expect(hers.numbered(1).getByTestId('message-deleted')).toHaveText('This message was deleted');
  await expect(hers.numbered(1).getByTestId('message-more')).toHaveCount(0);
  await expect(inbox.row(id)).toContainText('Message deleted');
  await expect(inbox.row(id).getByTestId('unread-count')).toHaveCount(0);
  await inbox.row(id).click();
  await expect(inbox.numbered(1).getByTestId('message-deleted')).toBeVisible();
  await expect(inbox.page.getByText('My secret price')).toHaveCount(0);
});

test('a device that was away sees the change when it is back, once and in order', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  await hers.send('one');
  await expect(martas.message('one')).toBeVisible();
  await marta.context.setOffline(true);
  await martas.page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await hers.send('two');
  await expect(hers.message('two')).toHaveAttribute('data-state', /sent|delivered/);
  await hers.composer.press('ArrowUp');
  await hers.page.getByTestId('edit-text').fill('two, changed');
  await hers.page.getByTestId('edit-text').press('Enter');
  await expect(hers.message('two, changed')).toBeVisible();
  await menu(hers, 'one');
  await hers.page.getByTestId('message-delete').click();
  await hers.page.getByTestId('delete-confirm').click();
  await expect(hers.page.getByTestId('delete-dialog')).not.toBeVisible();
  await hers.send('three');
  await expect(hers.message('three')).toHaveAttribute('data-state', /sent|delivered/);
  await marta.context.setOffline(false);
  await martas.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(martas.message('three')).toBeVisible({ timeout: 30_000 });
  await expect(martas.message('two, changed')).toBeVisible();
  await expect(martas.numbered(1).getByTestId('message-deleted')).toBeVisible();
  await expect(martas.all).toHaveCount(3);
});

test('the time left runs out before one\'s eyes, and a late try says why and keeps the text', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const page = await ana.context.newPage();
  await controlTime(page);
  const hers = await ThreadPage.open(page, await ana.startConversation(demoBoard(0)));
  await hers.send('Too late?');
  await expect(hers.message('Too late?')).toHaveAttribute('data-state', 'sent');
  await menu(hers, 'Too late?');
  await expect(page.getByTestId('message-edit')).toContainText('14 min left');
  await expect(page.getByTestId('message-delete')).toContainText('9 min left');
  await page.keyboard.press('Escape');
  await advance(page, 11 * 60_000);
  await menu(hers, 'Too late?');
  await expect(page.getByTestId('message-edit')).toContainText('3 min left');
  await expect(page.getByTestId('message-delete')).toHaveCount(0);
  await page.getByTestId('message-edit').click();
  await advance(page, 5 * 60_000);
  await expect(page.getByTestId('edit-form')).toContainText('The time to edit is over.');
  await page.getByTestId('edit-text').press('Escape');
  await menu(hers, 'Too late?');
  await expect(page.getByTestId('message-reply')).toBeVisible();
  await expect(page.getByTestId('message-edit')).toHaveCount(0);
});

async function menu(thread: ThreadPage, text: string): Promise<void> {
  await thread.message(text).hover();
  await thread.message(text).getByTestId('message-more').click();
}
