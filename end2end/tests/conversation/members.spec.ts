import type { Locator } from '@playwright/test';
import { DEMO, demoBoard } from '../../support/identity.ts';
import type { ThreadPage } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

/** The panel of members, opened. */
async function openMembers(thread: ThreadPage): Promise<Locator> {
  await thread.page.getByTestId('members-button').click();
  const panel = thread.page.getByTestId('members-panel');
  await expect(panel).toBeVisible();
  return panel;
}

async function add(panel: Locator, email: string, history: 'From now on' | 'The whole conversation'): Promise<void> {
  await panel.getByLabel('Their mail address here').fill(email);
  await panel.getByRole('radio', { name: history }).check();
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
}

test('somebody is added from now on, talks with all, and is removed while the page is open', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const jo = await people.advertiser('Jo Winter');
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Between the two of us');
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];
  const phone = await jo.open('/conversations');
  await expect(phone.getByText('No conversations yet')).toBeVisible();

  const panel = await openMembers(hers);
  await expect(panel.getByTestId('member')).toHaveCount(2);
  await add(panel, jo.email, 'From now on');
  await expect(panel.getByTestId('add-member-note')).toHaveText('Jo Winter is in now.');
  const row = panel.locator('[data-name="Jo Winter"]');
  await expect(row).toContainText('Advertiser · added by you');
  await expect(row.getByTestId('presence')).toHaveAttribute('data-state', 'online');
  await expect(hers.page.getByText('You added Jo Winter')).not.toHaveCount(0);
  await expect(martas.log.getByText('Ana Bremer added Jo Winter')).toBeVisible();

  // It is in Jo's list by itself, and the bell says who it was.
  await expect(phone.getByTestId('conversation-row')).toHaveCount(1);
  await expect(phone.getByTestId('bell-count')).toHaveText(/^1\b/);
  await phone.getByTestId('conversation-row').click();
  await expect(phone.getByTestId('message')).toHaveText(['Ana Bremer added you']);
  await expect(phone.getByText('Between the two of us')).toHaveCount(0);
  await hers.page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await hers.send('Welcome, Jo');
  await expect(phone.getByText('Welcome, Jo').first()).toBeVisible();

  await phone.getByTestId('composer').fill('What I wanted to say');
  await hers.page.getByTestId('members-button').click();
  await row.getByTestId('member-remove').click();
  await row.getByTestId('member-remove-confirm').click();
  await expect(row).toHaveCount(0);
  const notice = phone.getByTestId('thread-denied');
  await expect(notice).toContainText('You are not in this conversation any more');
  await expect(notice).toContainText('Ana Bremer removed you from it.');
  await expect(notice).toContainText('What you were writing is kept in this browser.');
  await expect(phone.getByTestId('composer')).toHaveCount(0);
  await expect(phone.getByTestId('conversation-row')).toHaveCount(0);
  await expect(martas.log.getByText('Ana Bremer removed Jo Winter')).toBeVisible();
  await notice.getByRole('link', { name: 'All conversations' }).click();
  await expect(phone).toHaveURL(/\/conversations$/);

  // Whoever comes back is told in the same place, and still sees nothing of what was before.
  await phone.goBack();
  await hers.send('While Jo is away');
  await add(panel, jo.email, 'From now on');
  await expect(phone.getByTestId('conversation-row')).toHaveCount(1);
  await phone.getByTestId('conversation-row').click();
  await expect(phone.getByTestId('composer')).toHaveValue('What I wanted to say');
  await hers.page.keyboard.press('Escape');
  await hers.send('There you are');
  await expect(phone.getByText('There you are').first()).toBeVisible();
  await expect(phone.getByText('While Jo is away')).toHaveCount(0);
});

test('the page a removed member looks at is theirs again when they are added again', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const jo = await people.advertiser('Jo Winter');
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'First');
  const hers = await ana.openThread(id);
  const panel = await openMembers(hers);
  await add(panel, jo.email, 'The whole conversation');
  const row = panel.locator('[data-name="Jo Winter"]');
  await expect(row).toHaveCount(1);
  const his = await jo.openThread(id);
  await expect(his.message('First')).toBeVisible();
  // What waits for the line is not sent to where he is no longer.
  await jo.context.setOffline(true);
  await his.send('Too late');
  await row.getByTestId('member-remove').click();
  await row.getByTestId('member-remove-confirm').click();
  await expect(row).toHaveCount(0);
  await jo.context.setOffline(false);
  await expect(his.page.getByTestId('thread-denied')).toBeVisible({ timeout: 25_000 });
  const late = his.message('Too late');
  await expect(late).toHaveAttribute('data-state', 'failed');
  await expect(late).toContainText('You are not in this conversation any more.');

  await add(panel, jo.email, 'The whole conversation');
  await expect(his.page.getByTestId('thread-denied')).toHaveCount(0);
  await late.getByTestId('message-retry').click();
  await expect(his.message('Too late')).toHaveAttribute('data-seq', '5');
  await hers.page.keyboard.press('Escape');
  await his.composer.pressSequentially('x');
  await expect(hers.typingLine).toHaveText('Jo Winter is typing…');
});

test('bad input is answered beside the field, by keyboard alone', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(0));
  const hers = await ana.openThread(id);
  await hers.page.getByTestId('members-button').focus();
  await hers.page.keyboard.press('Enter');
  const panel = hers.page.getByTestId('members-panel');
  const email = panel.getByLabel('Their mail address here');
  const note = panel.getByTestId('add-member-note');
  for (const [typed, answer] of [
    ['nobody-here@example.com', 'Nobody with this address can be added.'],
    [`${'x'.repeat(200)}@example.com`, 'Nobody with this address can be added.'],
    [ana.email, 'This person is in the conversation already.'],
    [DEMO.owner.email, 'This person is in the conversation already.'],
    ['no address', 'That is not a mail address.'],
    ['', 'That is not a mail address.'],
  ] as const) {
    await email.fill(typed);
    await email.press('Enter');
    await expect(note).toContainText(answer);
    await expect(email).toBeFocused();
    await expect(email).toHaveAttribute('aria-invalid', 'true');
  }
  await expect(panel.getByTestId('member')).toHaveCount(2);
  await hers.page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(hers.page.getByTestId('members-button')).toBeFocused();
});

test('one leaves after being asked, and the last one stays', async ({ people }) => {
  const [ana, ben] = [await people.advertiser('Ana Bremer'), await people.advertiser('Ben Castell')];
  const id = await ana.startConversation(demoBoard(0));
  const hers = await ana.openThread(id);
  const panel = await openMembers(hers);
  await add(panel, ben.email, 'The whole conversation');
  const his = await ben.openThread(id);
  const elsewhere = await ben.openThread(id);
  const bens = await openMembers(his);
  await bens.getByTestId('leave').click();
  await bens.getByTestId('leave-confirm').click();
  await expect(his.page).toHaveURL(/\/conversations$/);
  await expect(his.row(id)).toHaveCount(0);
  await expect(elsewhere.page.getByTestId('thread-denied')).toContainText('You have left it.');
  await expect(hers.log.getByText('Ben Castell left')).toBeVisible();
  await expect(panel.getByTestId('member')).toHaveCount(2);
});

test('without scripts the same by forms', async ({ people }) => {
  const ana = await people.advertiser('Ana Plain', { javaScriptEnabled: false });
  const jo = await people.advertiser('Jo Winter');
  const id = await ana.startConversation(demoBoard(0));
  const page = await ana.open(`/conversations/${id}`);
  await page.getByTestId('members-button').click();
  const panel = page.getByTestId('members-panel');
  await panel.getByLabel('Their mail address here').fill('nobody-here@example.com');
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByTestId('composer-error')).toContainText('Nobody with this address can be added.');
  expect(page.url(), 'somebody else\'s address is in no history').not.toContain('nobody-here');
  await page.getByTestId('members-button').click();
  await panel.getByLabel('Their mail address here').fill(jo.email);
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('You added Jo Winter').first()).toBeVisible();
  await page.getByTestId('members-button').click();
  const row = panel.locator('[data-name="Jo Winter"]');
  await row.getByTestId('member-remove').click();
  await row.getByTestId('member-remove-confirm').click();
  await expect(page.getByText('You removed Jo Winter').first()).toBeVisible();
  await page.getByTestId('members-button').click();
  await panel.getByTestId('leave').click();
  await panel.getByTestId('leave-confirm').click();
  await expect(page).toHaveURL(/\/conversations$/);
  await expect(page.getByTestId('conversation-row')).toHaveCount(0);
});
