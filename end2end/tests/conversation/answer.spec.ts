import { demoBoard } from '../../support/identity.ts';
import type { ThreadPage } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

test('an answer shows what it answers, on both sides, and leads there', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Is **ten** seconds possible?');
  for (let n = 1; n <= 90; n += 1) await marta.say(id, `Figure ${n}`);
  const [hers, martas] = [await ana.openThread(id), await marta.openThread(id)];

  await choose(hers, 'Figure 90', 'message-reply');
  await expect(hers.page.getByTestId('answering')).toContainText('Answer to Marta Lindqvist');
  await expect(hers.composer).toBeFocused();
  await hers.composer.press('Escape');
  await expect(hers.page.getByTestId('answering')).toHaveCount(0);
  await choose(hers, 'Figure 90', 'message-reply');
  await hers.send('What does this one mean?');
  await expect(hers.page.getByTestId('answering')).toHaveCount(0);
  await expect(quoteIn(hers, 'What does this one mean?')).toContainText('Figure 90');
  await expect(quoteIn(martas, 'What does this one mean?')).toContainText('You');

  // Marta answers the very first message, which Ana's page has not loaded: it opened at its end.
  await martas.page.getByTestId('older').scrollIntoViewIfNeeded();
  await expect(martas.numbered(1)).toBeAttached();
  await choose(martas, 'Is ten seconds possible?', 'message-reply');
  await martas.send('Ten is fine.');
  const quote = quoteIn(hers, 'Ten is fine.');
  await expect(quote).toContainText('Is ten seconds possible?');
  await hers.page.reload();
  await hers.isLive();
  await expect(hers.numbered(1)).not.toBeAttached();
  await quote.focus();
  await hers.page.keyboard.press('Enter');
  await expect(hers.numbered(1)).toBeInViewport();
  await expect(hers.numbered(1)).toBeFocused();
  await expect(hers.page.getByTestId('jump-to-latest')).toBeVisible();
  await martas.send('And fifteen too.');
  await expect(hers.page.getByTestId('jump-to-latest')).toHaveText('1 new');
  await hers.page.getByTestId('jump-to-latest').click();
  await expect(hers.message('And fifteen too.')).toBeInViewport();
  const numbers = (await hers.shown()).map(([seq]) => seq);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test('from a message far back one reads on to the end without a hole', async ({ people }) => {
  const ana = await people.advertiser('Ana Bremer');
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'The first');
  for (let n = 2; n <= 159; n += 1) await ana.say(id, `Line ${n}`);
  const hers = await ana.openThread(id);
  for (const first of [110, 60, 10]) {
    await hers.numbered(first).evaluate((message) => message.scrollIntoView({ block: 'start' }));
    await expect(hers.numbered(first - 1)).toBeAttached();
  }
  await expect(hers.numbered(1)).toBeAttached();
  await choose(hers, 'The first', 'message-reply');
  await hers.send('To the first.');
  await hers.page.reload();
  await hers.isLive();
  await quoteIn(hers, 'To the first.').click();
  await expect(hers.numbered(1)).toBeInViewport();
  for (let seq = 25; seq <= 155; seq += 5) {
    await hers.numbered(seq).scrollIntoViewIfNeeded();
  }
  await hers.numbered(160).scrollIntoViewIfNeeded();
  await expect(hers.message('To the first.')).toBeInViewport();
  expect((await hers.shown()).map(([seq]) => seq)).toEqual(Array.from({ length: 160 }, (_, n) => n + 1));
});

/** Opens a message's menu with the keyboard and chooses from it. */
async function choose(thread: ThreadPage, text: string, item: string): Promise<void> {
  const more = thread.message(text).getByTestId('message-more');
  await more.focus();
  await thread.page.keyboard.press('Enter');
  await thread.page.getByTestId(item).press('Enter');
}

function quoteIn(thread: ThreadPage, text: string) {
  return thread.message(text).getByTestId('message-quote');
}
