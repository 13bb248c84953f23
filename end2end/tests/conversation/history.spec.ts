import { demoBoard } from '../../support/identity.ts';
import { ThreadPage } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

// Dmitri's conversation with Marta has 130 messages, all read. No other story writes in it.

test('older messages come while scrolling back, and the place is kept', async ({ people }) => {
  const dmitri = await people.demo('advertiser2');
  const thread = await dmitri.openThread(await dmitri.startConversation(demoBoard(1)));
  await expect(thread.numbered(130)).toBeInViewport();
  await expect(thread.numbered(81)).toBeAttached();
  await expect(thread.numbered(80)).not.toBeAttached();

  const before = await scrollTo(thread, 81);
  await expect(thread.numbered(31)).toBeAttached();
  expect(Math.abs((await topOf(thread, 81)) - before), 'the message in view has moved').toBeLessThan(3);

  await scrollTo(thread, 31);
  await expect(thread.numbered(1)).toBeAttached();
  expect((await thread.shown()).map(([seq]) => seq)).toEqual(Array.from({ length: 130 }, (_, n) => n + 1));
  await expect(thread.page.getByTestId('day-line').first()).toBeAttached();

  await thread.page.getByTestId('jump-to-latest').click();
  await expect(thread.numbered(130)).toBeInViewport();
  await expect(thread.page.getByTestId('jump-to-latest')).toHaveCount(0);
});

test('a thread opens at the first unread message', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  await ana.say(id, 'Please send me the figures.');
  for (let n = 1; n <= 70; n += 1) await marta.say(id, `Figure ${n}`);
  const thread = await ana.openThread(id);
  await expect(thread.page.getByTestId('unread-line')).toBeInViewport();
  await expect(thread.message('Figure 1')).toBeInViewport();
  await expect(thread.message('Figure 70')).not.toBeInViewport();
  await expect(thread.numbered(1)).toBeAttached();
});

test('a message that comes while one reads further up does not move the page', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  for (let n = 1; n <= 40; n += 1) await ana.say(id, `Line ${n}`);
  const thread = await ana.openThread(id);
  const before = await scrollTo(thread, 10);
  await marta.say(id, 'News from Marta');
  const jump = thread.page.getByTestId('jump-to-latest');
  await expect(jump).toHaveAttribute('data-count', '1');
  await expect(jump).toHaveText('1 new');
  expect(Math.abs((await topOf(thread, 10)) - before), 'the message in view has moved').toBeLessThan(3);
  await jump.click();
  await expect(thread.message('News from Marta')).toBeInViewport();
});

test('a message that comes before the browser tells of the scrolling is new all the same', async ({ people }) => {
  const [ana, marta] = [await people.advertiser('Ana Bremer'), await people.demo('owner')];
  const id = await ana.startConversation(demoBoard(0));
  for (let n = 1; n <= 40; n += 1) await ana.say(id, `Line ${n}`);
  const thread = await ana.openThread(id);
  await thread.log.evaluate((log) => {
    const hold = (event: Event): void => event.stopImmediatePropagation();
    log.addEventListener('scroll', hold, { capture: true });
    log.addEventListener('tell', () => {
      log.removeEventListener('scroll', hold, { capture: true });
      log.dispatchEvent(new Event('scroll'));
    });
  });
  await scrollTo(thread, 10);
  await marta.say(id, 'News from Marta');
  await expect(thread.message('News from Marta')).toBeAttached();
  await thread.log.dispatchEvent('tell');
  await expect(thread.page.getByTestId('jump-to-latest')).toHaveText('1 new');
});

/** Brings a message to the top of the view; gives its place there. */
function scrollTo(thread: ThreadPage, seq: number): Promise<number> {
  return thread.numbered(seq).evaluate((message) => {
    const log = message.closest('[data-testid="messages"]')!;
    log.scrollTop += message.getBoundingClientRect().top - log.getBoundingClientRect().top - 4;
    return message.getBoundingClientRect().top;
  });
}

function topOf(thread: ThreadPage, seq: number): Promise<number> {
  return thread.numbered(seq).evaluate((message) => message.getBoundingClientRect().top);
}
