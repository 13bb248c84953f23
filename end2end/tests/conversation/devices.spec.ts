import { advance, controlTime } from '../../support/clock.ts';
import { demoBoard } from '../../support/identity.ts';
import { Line } from '../../support/line.ts';
import { ThreadPage } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

test('three tabs and two devices agree, and she is there until the last of them has gone', async ({ people }) => {
  test.setTimeout(180_000);
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const phone = await people.signIn(ana.name, ana.email);
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Hello');
  const martas = await marta.openThread(id);
  const tabs: ThreadPage[] = [];
  // One after the other: a slow machine has enough to do with one page that begins to run.
  for (const path of ['/', '/account', '/conversations']) {
    tabs.push(new ThreadPage(await ana.open(path)));
    await tabs.at(-1)!.isLive();
  }
  const handheld = new ThreadPage(await phone.open('/'));
  await handheld.isLive();
  await expect(martas.presence).toHaveAttribute('data-state', 'online');

  for (const text of ['One', 'Two']) await marta.say(id, text);
  for (const page of [...tabs, handheld]) await expect(page.unreadTotal).toHaveAttribute('data-count', '2');
  // Read on the phone, it is read everywhere.
  await handheld.page.goto(`/conversations/${id}`);
  await expect(handheld.message('Two')).toBeVisible();
  for (const page of [...tabs, handheld]) await expect(page.unreadTotal).toHaveCount(0);
  await expect(martas.message('Two')).toHaveAttribute('data-state', 'read');

  for (const tab of tabs) {
    await tab.page.close();
    // What she sees next comes after whatever the tab's end would have said.
    await martas.send(`After one more tab: ${tabs.indexOf(tab)}`);
    await expect(handheld.message(`After one more tab: ${tabs.indexOf(tab)}`)).toBeVisible();
    await expect(martas.presence).toHaveAttribute('data-state', 'online');
  }
  await handheld.page.close();
  await expect(martas.presence).toHaveAttribute('data-state', 'offline');
  await expect(martas.presence).toContainText('Last seen');
});

test('a device that slept has what it missed when it wakes, and is seen again', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Hello');
  const line = await Line.of(ana.context);
  const page = await ana.context.newPage();
  await controlTime(page);
  await page.goto(`/conversations/${id}`);
  const hers = new ThreadPage(page);
  await hers.isLive();
  const martas = await marta.openThread(id);
  await expect(martas.presence).toHaveAttribute('data-state', 'online');
  await line.cut();
  await expect(martas.presence).toHaveAttribute('data-state', 'offline');
  for (const text of ['Good night', 'Good morning']) await martas.send(text);
  await expect(martas.message('Good morning')).toHaveAttribute('data-state', 'sent');
  line.allow();
  await advance(page, 8 * 60 * 60 * 1000);
  await expect(hers.message('Good morning')).toBeVisible();
  await expect(martas.presence).not.toHaveAttribute('data-state', 'offline');
  expect((await hers.shown()).map(([, body]) => body)).toEqual(['Hello', 'Good night', 'Good morning']);
});
