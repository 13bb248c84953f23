import { advance, controlTime } from '../../support/clock.ts';
import { demoBoard } from '../../support/identity.ts';
import { Shell } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

test('only the last of three tabs ends presence', async ({ people }) => {
  const [ana, ben] = [await people.advertiser('Ana Bremer'), await people.advertiser('Ben Castell')];
  const marta = await people.demo('owner');
  const id = await ana.startConversation(demoBoard(0));
  const bens = await ben.startConversation(demoBoard(1));
  await ana.say(id, 'Hello');
  await ben.say(bens, 'Hello');
  const thread = await marta.openThread(id);
  await expect(thread.presence).toHaveAttribute('data-state', 'offline');

  const tabs = await Promise.all(['/', `/conversations/${id}`, '/account'].map((path) => ana.open(path)));
  for (const tab of tabs) await new Shell(tab).isLive();
  await new Shell(await ben.open()).isLive();
  await expect(thread.presence).toHaveAttribute('data-state', 'online');
  const benThere = thread.row(bens).getByTestId('presence');
  await expect(benThere).toHaveAttribute('data-state', 'online');

  await tabs[0]!.close();
  await tabs[1]!.close();
  // Ben leaves after Ana's second tab: once he is seen to be gone, she would be too.
  await ben.leave();
  await expect(benThere).toHaveAttribute('data-state', 'offline');
  await expect(thread.presence).toHaveAttribute('data-state', 'online');

  await tabs[2]!.close();
  await expect(thread.presence).toHaveAttribute('data-state', 'offline');
  await expect(thread.row(id).getByTestId('presence')).toHaveAttribute('data-state', 'offline');
});

test('whoever touches nothing for five minutes is away, and back with the first touch', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Hello');
  const page = await ana.context.newPage();
  await controlTime(page);
  await page.goto('/');
  await new Shell(page).isLive();
  const thread = await marta.openThread(id);
  await expect(thread.presence).toHaveAttribute('data-state', 'online');
  await advance(page, 6 * 60 * 1000);
  await expect(thread.presence).toHaveAttribute('data-state', 'away');
  await expect(thread.presence).toHaveText('Away');
  await page.mouse.move(200, 200);
  await expect(thread.presence).toHaveAttribute('data-state', 'online');
});

test('the online count follows people, not tabs', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const page = await ana.open();
  const shell = new Shell(page);
  await shell.isLive();
  await expect(shell.onlineCount).toHaveAttribute('data-count', '1');
  await new Shell(await ana.open()).isLive();
  const ben = await people.advertiser('Ben Castell');
  await new Shell(await ben.open()).isLive();
  await expect(shell.onlineCount).toHaveAttribute('data-count', '2');
  await expect(shell.onlineCount).toContainText('2 online');
  await ben.leave();
  await expect(shell.onlineCount).toHaveAttribute('data-count', '1');
});
